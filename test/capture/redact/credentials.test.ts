import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import { randomText, seeded } from './sample-token.ts';

const redactor = createRedactor({});
const random = seeded(2024);
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** Made anew for each line: a value with letters and digits, no vendor's prefix. */
const value = (length = 20) => `a7${randomText(LETTERS, length - 4, random)}Q9`;

const WITH_SECRET: readonly string[] = [
  // Settings
  'PASSWORD=@',
  'export DB_PASSWORD=@',
  'DB_PASS=@',
  'POSTGRES_PASSWORD: @',
  "  password: '@'",
  'password = "@"',
  'spring.datasource.password=@',
  '"password": "@",',
  "'passwd' => '@',",
  '{"user":"ann","client_secret":"@"}',
  'api_key = "@"',
  'apiKey: "@",',
  'x-api-key: @',
  'ACCESS_TOKEN=@',
  'auth_token="@"',
  'secret_key_base: @',
  'DJANGO_SECRET_KEY=@',
  'const accessToken = "@";',
  'let dbPassword: string = "@";',
  'private_key="@"',
  'jwtSecret: `@`',
  'os.environ["SERVICE_TOKEN"] = "@"',
  'ENV NPM_AUTH_TOKEN=@',
  '//registry.example.com/:_authToken=@',
  '<password>@</password>',
  '<add key="ApiSecret" value="@" />',
  'AccountKey=@;EndpointSuffix=core.example.net',
  'Server=db;User Id=sa;Password=@;Encrypt=true',
  'refresh_token: "@"',
  '$env:API_TOKEN = "@"',
  // Headers
  'Authorization: Bearer @',
  'authorization: Basic @',
  '> Authorization: token @',
  '{"Authorization": "Bearer @"}',
  'X-Auth-Token: @',
  'Proxy-Authorization: Basic @',
  'Cookie: session=@',
  'Set-Cookie: sessionid=@; Path=/',
  // Logs and prose
  'login with password=@ failed',
  'DEBUG sending api_key=@ to server',
  'error: invalid token "@" (token: @)',
  'The token: @ was not accepted',
  // URLs
  'postgres://app:@@db.example.com:5432/app',
  'redis://:@@cache:6379/0',
  'https://ann:@@git.example.com/team/repo.git',
  'mongodb+srv://svc:@@cluster0.example.net/?retryWrites=true',
  'https://@@git.example.com/team/repo.git',
  'https://api.example.com/v1?access_token=@&page=2',
  'https://files.example.com/a.zip?sv=2022&sig=@',
  'https://example.com/hook?key=@',
];

const COMMANDS: readonly string[] = [
  'mysql -u root -p@ app',
  'mysql -u root -p@',
  'mysqldump --user=app --password=@ app > dump.sql',
  'mariadb -h db -u app -p@ app',
  'MYSQL_PWD=@ mysql app',
  'PGPASSWORD=@ psql -h db -p 5432 app',
  'sshpass -p @ ssh host.example.com',
  "sshpass -p '@' scp a b",
  'docker login -u ann -p @ registry.example.com',
  'docker login --username ann --password @',
  'podman login -u ann -p "@" quay.example.com',
  'docker run -e DB_PASSWORD=@ -p 8080:80 app',
  'docker build --build-arg NPM_TOKEN=@ .',
  'helm registry login -u ann -p @ charts.example.com',
  'helm install app ./chart --set db.password=@',
  'kubectl create secret generic db --from-literal=password=@',
  'kubectl config set-credentials ann --token=@',
  'az login --service-principal -u app -p @ --tenant t',
  'az storage blob list --account-key @',
  'aws configure set aws_secret_access_key @',
  'AWS_SECRET_ACCESS_KEY=@ aws s3 ls',
  'AWS_SESSION_TOKEN=@ terraform apply',
  'curl -u ann:@ https://example.com',
  'curl --user ann:@ https://example.com',
  "curl -u 'ann:@' https://example.com/api",
  'curl -H "Authorization: Bearer @" https://example.com',
  "curl -H 'X-Api-Key: @' https://example.com",
  'curl -H "PRIVATE-TOKEN: @" https://git.example.com/api',
  'curl -d "client_secret=@&grant_type=client_credentials" https://example.com/token',
  'curl -d \'{"password":"@"}\' https://example.com/login',
  'curl https://example.com/?api_key=@',
  'curl --proxy-user ann:@ https://example.com',
  'http -a ann:@ example.com',
  'wget --http-user=ann --http-password=@ https://example.com/a',
  'wget --header="Authorization: Basic @" https://example.com/a',
  'git clone https://ann:@@git.example.com/x.git',
  'git clone https://oauth2:@@git.example.com/x.git',
  'git -c http.extraHeader="Authorization: Basic @" fetch',
  'gh auth login --with-token @',
  'glab auth login --token @',
  'npm publish --otp 123456 --_authToken=@',
  'npm config set //registry.example.com/:_authToken @',
  'twine upload -u ann -p @ dist/a.whl',
  'poetry publish --username ann --password @',
  'cargo login --token @',
  'vault login token=@',
  'vault kv put secret/app api_key=@',
  'redis-cli -h cache -a @ ping',
  'mongosh -u app -p @ db',
  'mongo --username app --password @ db',
  'sqlcmd -S db -U sa -P @ -Q "select 1"',
  'ldapsearch -x -D cn=admin -w @ -b dc=example',
  'openssl rsa -in key.pem -passin pass:@',
  'openssl enc -aes-256-cbc -pass pass:@ -in a',
  'keytool -list -keystore a.jks -storepass @',
  'gpg --batch --passphrase @ -d a.gpg',
  'unzip -P @ archive.zip',
  '7z x -p@ archive.7z',
  'htpasswd -cb .htpasswd ann @',
  'ansible-playbook site.yml -e ansible_become_password=@',
  'sentry-cli --auth-token @ releases list',
  'snyk auth --token @',
  'vercel deploy --token @',
  'netlify deploy --auth-token=@',
  'API_KEY="@" node server.js',
  'env SECRET_TOKEN=@ ./run.sh',
  'heroku config:set SECRET_KEY=@',
  'flyctl secrets set STRIPE_API_KEY=@',
  'smbclient //host/share -U ann%@',
  'lftp -u ann,x ftp://ann:@@ftp.example.com',
];

const WITHOUT_SECRET: readonly string[] = [
  'password: <your password>',
  'password=$' + '{DB_PASSWORD}',
  'password=$DB_PASSWORD',
  'PASSWORD=changeme',
  'token: {{ .Values.token }}',
  'api_key: xxxxxxxxxxxxxxxx',
  'API_KEY=your-api-key-here',
  'password: None',
  'password = null;',
  'token = undefined',
  'const password = getPassword();',
  'const token = req.headers.authorization;',
  'password: string;',
  'password: Optional[str] = None',
  'login(user, password=user_password)',
  'token = parser.nextToken()',
  'Fix password: allow empty values',
  'Fix the token: do not send it twice',
  'tokenizer: add support for utf8 identifiers',
  'max_tokens: 4096',
  'tokens=128000',
  'token_type: bearer',
  'secret_name: app-database-credentials',
  'key: value',
  'cache-key: node-modules-linux-v2',
  'key: cmd+shift+p',
  'Use --token to pass a token',
  'Run with --password to be asked for the password',
  'mkdir -p src/capture/redact',
  'psql -h db -p 5432 app',
  'docker run -p 8080:80 -u 1000:1000 app',
  'ssh -p 2222 host.example.com',
  'cp -p a b && curl -u',
  'git@github.com:team/repo.git',
  'https://example.com/a:b/c@2.0.0',
  'https://cdn.example.com/npm/vue@3.4.21/dist/vue.js',
  'ssh://git@git.example.com:22/team/repo.git',
  'postgres://user:password@localhost/db',
  'https://example.com/search?key=value&token=string',
  'Authorization: Bearer <token>',
  'Bearer authentication is required',
  'the secret of good code: small functions',
  'password must have at least 8 characters',
  'KeyError: "password"',
  'auth: add OAuth2 login flow',
  'Author: Ann Author',
  'the session key: the user id',
  'signature: (error: Error) => string',
  'public key: ssh-ed25519',
  'password_hash_algorithm: bcrypt',
  'token budget: 2000 tokens',
  'error: token expired',
  'secret: true',
];

describe('credentials', () => {
  test.each(WITH_SECRET.map((line) => [line]))('the value is taken out of %s', (line) => {
    const secret = value();
    const input = line
      .replaceAll('@@', `${secret}@`)
      .replaceAll(/@(?!(?:db|cache|git|cluster0|ftp)\b)/g, secret);
    const { text, found } = redactor.text(input);
    expect(text).not.toContain(secret);
    expect(text).toContain('[REDACTED:');
    expect(found.map(({ start, end }) => input.slice(start, end))).toContain(secret);
  });

  test('at least 98 % of command lines lose their secret', () => {
    const missed = COMMANDS.filter((line) => {
      const secret = value(16);
      const input = line.replaceAll('@@', `${secret}@`).replaceAll(/@(?!(?:git|ftp)\b)/g, secret);
      return redactor.text(input).text.includes(secret);
    });
    expect(COMMANDS.length).toBeGreaterThanOrEqual(60);
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(COMMANDS.length * 0.02);
  });

  test.each(WITHOUT_SECRET.map((line) => [line]))('nothing is taken out of %s', (line) => {
    expect(redactor.text(line).text).toBe(line);
  });

  test('what stands around the value stays', () => {
    const secret = value();
    expect(redactor.text(`{"user":"ann","password":"${secret}","age":3}`).text).toBe(
      '{"user":"ann","password":"[REDACTED:password]","age":3}',
    );
    expect(redactor.text(`https://ann:${secret}@example.com/x`).text).toBe(
      'https://ann:[REDACTED:url-password]@example.com/x',
    );
  });

  test('a weak password counts where its name and place say that it is one', () => {
    for (const line of [
      'DB_PASSWORD=hunter',
      '{"password":"hunter2"}',
      'password=hunter2',
      'password: "sunshine1"',
    ]) {
      expect(redactor.text(line).text).toMatch(/\[REDACTED:password\]/);
    }
  });

  test('an argument list needs no guessing: the value of a secret flag always goes', () => {
    const marker = '[REDACTED:credential]';
    expect(redactor.command(['deploy', '--token', 'plainword', '--env', 'prod'])).toEqual([
      'deploy',
      '--token',
      marker,
      '--env',
      'prod',
    ]);
    expect(redactor.command(['deploy', '--password=plainword'])).toEqual(['deploy', `--password=${marker}`]);
    expect(redactor.command(['mysql', '-p', 'plainword', 'app'])).toEqual(['mysql', '-p', marker, 'app']);
    expect(redactor.command(['mkdir', '-p', 'src/a'])).toEqual(['mkdir', '-p', 'src/a']);
  });

  test('values that a person allowed stay', () => {
    const secret = value();
    expect(createRedactor({ allow: [secret] }).text(`API_KEY=${secret}`).text).toBe(`API_KEY=${secret}`);
  });
});
