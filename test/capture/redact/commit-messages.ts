import { pick, type Random, randomText } from './sample-token.ts';

const VERBS =
  'Add Allow Avoid Bump Cache Change Check Clean Close Correct Deprecate Document Drop Ensure Expose Extract Fix Handle Ignore Improve Inline Introduce Keep Log Make Merge Move Prevent Read Refactor Remove Rename Replace Restore Retry Revert Rework Simplify Skip Speed Split Stop Support Test Unify Update Use Validate'.split(
    ' ',
  );
const THINGS =
  'token parser|password reset form|secret rotation docs|API key rotation|session cookie handling|auth middleware|access token cache|login page|key bindings|HTTP/2 client|JSON encoder|config loader|signature check|private key loader|credentials provider|connection pool|retry policy|log output|build script|release workflow|test fixtures|type definitions|error messages|index rebuild|cache key|primary key column|foreign key constraint|keyboard shortcuts|user preferences|date formatting|password strength meter|tokenizer|CSRF token check|OAuth2 flow|bearer auth|passphrase prompt|public API|search index|merge driver|SSH key support|webhook handler|base64 decoder|SHA-256 digests|lock file|utf8 detection|x86_64 build|int64 overflow|IPv6 support'.split(
    '|',
  );
const ENDS = [
  '',
  '',
  '',
  ' in the CLI',
  ' on Windows',
  ' (#1234)',
  ' for v2.3.1',
  ' when the value is empty',
  ' after a rebase',
  ' to 4.17.21',
  ' from 1.0.0-beta.3 to 1.0.0',
  ': use the default',
  ', closes #42',
];
const SCOPES = [
  '',
  '',
  'fix: ',
  'feat(auth): ',
  'chore(deps): ',
  'docs: ',
  'refactor!: ',
  'test(token): ',
  'pr1234: ',
  'ci: ',
  '[api] ',
  'JIRA-1234: ',
];
const BODIES = [
  '',
  '\n\nThe old code read the token twice. Now it is read once and kept.',
  '\n\nThe password: it is asked for only if none is stored.',
  '\n\nCo-authored-by: Ben <ben@example.com>\nSigned-off-by: Ben <ben@example.com>',
  '\n\nsrc/auth/token.ts\nsrc/auth/__tests__/token.test.ts\nwebapps/docs/changelog.xml',
  '\n\n- key: value pairs are sorted\n- secret: no longer logged\n- token=auto is the default',
];

/** A message such as `git log` shows, from word lists. */
export function commitMessage(random: Random): string {
  const reference =
    random() < 0.2
      ? `\n\nThis reverts commit ${randomText('0123456789abcdef', 40, random)}.`
      : pick(BODIES, random);
  return `${pick(SCOPES, random)}${pick(VERBS, random)} ${pick(THINGS, random)}${pick(ENDS, random)}${reference}`;
}

/** Subjects in the ways in which projects write them, those that speak of secrets above all. */
export const COMMIT_SUBJECTS: readonly string[] = `
Fix NPE when the session is null
Add password confirmation to the sign-up form
Use constant time comparison for tokens
tokenizer: handle nested quotes
Remove hard-coded password from the docs
auth: refresh token before it expires
auth/token: rename AccessToken to BearerToken
Rename SECRET_KEY to APP_SECRET_KEY
Document the API_KEY environment variable
Do not log Authorization headers
Set-Cookie: add SameSite=Lax by default
Make "password" a required field
password: string is now password: string | undefined
Allow token=none in the development profile
Default secret=false for config maps
key: use the user id instead of the name
Bump lodash from 4.17.20 to 4.17.21
Bump actions/checkout from 3 to 4
chore(deps): update dependency typescript to v5.4.5
chore(release): 1.2.3-rc.1 [skip ci]
Merge pull request #1234 from team/fix-token-expiry
Merge branch 'main' of git.example.com:team/repo
Revert "Add password hashing with bcrypt"
Followup to r1570175
Cherry-pick 3f2a9c1 onto release/2.x
Fixes 27715340: wrong exit code
Pin sha256 digests of base images
Use sha512 integrity in package-lock.json
Update Gradle wrapper to 8.5 (sha256 checked)
Switch from md5 to sha1 for cache keys
Add OAuth2ClientCredentialsTokenProvider
Rename AbstractAuthenticationTokenFilterFactoryBean
Move src/main/java/org/example/auth/TokenService.java
Delete packages/server/src/__tests__/session.test.ts
Fix typo in getUserPasswordResetTokenExpiryDate
Inline PASSWORD_RESET_TIMEOUT_SECONDS
Support ssh://git@example.com:2222/repo.git remotes
Accept https://user@example.com without a password
Fix postgres://localhost:5432/app in the tests
Link to https://docs.example.com/auth?lang=en#tokens
Handle ?page=2&token= in links
Fix #4321: token: unexpected end of input
Bearer tokens: reject empty values
Basic auth: decode base64 as UTF-8
Cookie: drop the legacy name
Session key: include the tenant
Secret Santa page: new texts
Add secret manager integration
Add keyboard shortcut: ctrl+shift+p
Use cmd+k to open the palette
i18n: password -> Passwort
l10n: update translations for fr_FR and pt_BR
Fix key error in dict lookup (KeyError: 'token')
Raise PermissionError instead of returning None
Exit with code 137 on OOM
Fix x86_64-unknown-linux-gnu build
Add aarch64-apple-darwin target
Target es2022 and node20
Drop Python 3.7, add 3.12
Fix utf8mb4 collation on MySQL 8.0.33
Convert 0x7fffffff to int64
Increase timeout to 30000ms
Limit max_tokens to 4096
Count tokens=128000 as the upper bound
Fix 'token' is not defined
Guard against undefined password
Type token as Optional[str]
Fix password=None default in client
Rewrite login(user, password=password)
Let passphrase be read from stdin
Prompt for --password if missing
Add --token option to the deploy command
Deprecate -p in favour of --password
mkdir -p before writing the report
Run docker with -u 1000:1000
Publish port with -p 8080:80
psql -h db -p 5432 in the readme
Fix private key permissions (0600)
Warn when id_rsa is world readable
Add ssh-ed25519 to the allowed algorithms
Reject PEM files without an END line
BEGIN CERTIFICATE blocks are parsed once
Fix JWT expiry check
JWT: accept ES256 and RS256
Check the nonce of OpenID tokens
CSRF: rotate the token after login
Rotate access keys every 90 days
Encrypt credentials at rest
Vault: support the KV v2 engine
aws: use the default credential chain
gcp: drop the json key file
azure: read the connection string from the environment
Add .env.example with API_KEY=your-api-key
README: replace <token> by your own token
README: export TOKEN=$(cat token.txt)
ci: pass $\{{ secrets.NPM_TOKEN }} to publish
ci: mask secrets in logs
ci: cache ~/.npm by hashFiles('package-lock.json')
docker: ARG NPM_TOKEN is gone
k8s: secretKeyRef instead of a plain value
helm: set existingSecret: ""
terraform: sensitive = true for outputs
Fix race in TokenBucketRateLimiter
Fix a deadlock between session and cache locks
Split signature.ts into two files
The signature: one line, at most 300 characters
Fix flaky test test_token_refresh_retries_3_times
Skip SessionManagerIntegrationTest on Windows
Correct a pair of comment typos
Remove unused file.
fix reference to 1.7.4
pr422943: tweak to avoid npe
Whitespace/indentation only, no functional change
Keep pace with changes upstream (various bits of clean-up)
Use the new ConnectionPoolDataSource2 API
Normalize CRLF/LF in *.properties
Add @Secured("ROLE_ADMIN") to the endpoint
#[derive(Zeroize)] for Password
Avoid Base64.getDecoder().decode(null)
Regenerate snapshots (42 files)
Add 2FA recovery codes
Hash passwords with argon2id (m=65536,t=3,p=4)
Make the API key header configurable: X-Api-Key
Remove trailing slash from redirect_uri
Set Access-Control-Allow-Headers: Authorization
Allow underscores in secret names: my_secret_name
`
  .trim()
  .replaceAll('\\{', '{')
  .split('\n');
