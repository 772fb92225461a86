import type { DeclaredEntry, Dependency, Fact, Task } from './facts.ts';
import { commandIn, type KnownPackages, labelled, type Member, ranked, stackOf, typesBy } from './member.ts';
import { folderOf, pathIn, type Tree } from './tree.ts';

/** Go modules that shape a project, without the `/v2` at their end. */
const KNOWN: KnownPackages = {
  'github.com/gin-gonic/gin': ['Gin', 'service'],
  'github.com/labstack/echo': ['Echo', 'service'],
  'github.com/gofiber/fiber': ['Fiber', 'service'],
  'github.com/go-chi/chi': ['chi', 'service'],
  'github.com/gorilla/mux': ['gorilla/mux', 'service'],
  'google.golang.org/grpc': ['gRPC', 'service'],
  'github.com/spf13/cobra': ['Cobra', 'command'],
  'github.com/urfave/cli': ['urfave/cli', 'command'],
  'github.com/alecthomas/kong': ['Kong', 'command'],
  'github.com/charmbracelet/bubbletea': ['Bubble Tea', 'command'],
  'sigs.k8s.io/controller-runtime': ['controller-runtime', 'key'],
  'gorm.io/gorm': ['GORM', 'key'],
  'github.com/jackc/pgx': ['pgx', 'key'],
  'github.com/jmoiron/sqlx': ['sqlx', 'key'],
  'github.com/redis/go-redis': ['go-redis', 'key'],
  'go.uber.org/zap': ['zap', 'key'],
  'github.com/stretchr/testify': ['testify', 'test'],
  'github.com/onsi/ginkgo': ['Ginkgo', 'test'],
  'go.uber.org/mock': ['gomock', 'test'],
};

/** One member for each go.mod. */
export function goMembers(tree: Tree): Member[] {
  return tree.manifests('go.mod').flatMap((from) => {
    const text = tree.text(from);
    const path = text === undefined ? undefined : /^[ \t]*module[ \t]+"?([^\s"]+)/m.exec(text)?.[1];
    return text === undefined || path === undefined ? [] : [memberOf(tree, from, text, path)];
  });
}

function memberOf(tree: Tree, from: string, text: string, path: string): Member {
  const folder = folderOf(from);
  const all = requiresOf(text, from).map((one) => ({ ...one, name: one.name.replace(/\/v\d+$/, '') }));
  const runtime = all.filter(
    ({ name }) => labelled(KNOWN, [{ name, from }], (role) => role === 'test').length === 0,
  );
  const version = /^[ \t]*go[ \t]+(\d[\w.]*)/m.exec(text)?.[1];
  const programs = programsOf(tree, folder);
  const hasTests = tree.below(folder).some((file) => file.endsWith('_test.go'));
  const workspace = tree.has(pathIn(folder, 'go.work'))
    ? { value: 'Go workspace', from: pathIn(folder, 'go.work') }
    : undefined;
  return {
    ecosystem: 'Go',
    folder,
    from,
    name:
      path
        .replace(/\/v\d+$/, '')
        .split('/')
        .at(-1) ?? path,
    types: typesOf(from, runtime, programs),
    stack: [
      { role: 'platform', name: 'Go', ...(version === undefined ? {} : { version }), from },
      ...stackOf(KNOWN, all),
    ],
    manager: { value: 'Go modules', from },
    dependencies: ranked(KNOWN, runtime),
    tests: [
      ...(hasTests ? [{ name: 'go test', from }] : []),
      ...labelled(KNOWN, all, (role) => role === 'test'),
    ],
    checks: golangci(tree, folder),
    tasks: tasksOf(folder, from, programs, hasTests),
    entryPoints: programs,
    ...(workspace === undefined ? {} : { workspace }),
  };
}

/** Direct requirements. */
function requiresOf(text: string, from: string): Dependency[] {
  const blocks = [...text.matchAll(/^require\s*\(([^)]*)\)/gm)].flatMap((match) =>
    (match[1] ?? '').split('\n'),
  );
  const single = [...text.matchAll(/^require\s+([^(\n]+)$/gm)].map((match) => match[1] ?? '');
  return [...blocks, ...single].flatMap((line) => {
    const match = /^\s*([\w.~/-]+)\s+(v[\w.+-]+)\s*(\/\/.*)?$/.exec(line.trimEnd());
    if (match === null || /\bindirect\b/.test(match[3] ?? '')) return [];
    return [{ name: match[1] ?? '', version: match[2] ?? '', from }];
  });
}

/** Where `func main` is by convention: main.go at the top, and in the folders below cmd/. */
function programsOf(tree: Tree, folder: string): DeclaredEntry[] {
  const pattern = /^(?:main\.go|cmd\/(?:[\w.-]+\/)*main\.go)$/;
  return tree
    .below(folder)
    .filter((file) => pattern.test(folder === '' ? file : file.slice(folder.length + 1)))
    .map((path) => ({
      path,
      what: path.includes('cmd/') ? `command ${folderOf(path).split('/').at(-1) ?? ''}` : 'program',
      from: path,
    }));
}

function typesOf(from: string, runtime: readonly Dependency[], programs: readonly DeclaredEntry[]): Fact[] {
  if (programs.length === 0) return [{ value: 'library', from }];
  const types = typesBy(KNOWN, runtime);
  const commands = labelled(KNOWN, runtime, (role) => role === 'command');
  if (commands.length > 0) types.push({ value: 'CLI tool', from });
  return types.length > 0 ? types : [{ value: 'program', from: programs[0]?.path ?? from }];
}

function tasksOf(
  folder: string,
  from: string,
  programs: readonly DeclaredEntry[],
  hasTests: boolean,
): Task[] {
  const tasks: Task[] = [{ name: 'build', command: commandIn(folder, 'go build ./...'), from }];
  if (hasTests) tasks.push({ name: 'test', command: commandIn(folder, 'go test ./...'), from });
  const [only] = programs;
  if (only !== undefined && programs.length === 1) {
    const place = folderOf(folder === '' ? only.path : only.path.slice(folder.length + 1));
    tasks.push({
      name: 'run',
      command: commandIn(folder, `go run ./${place}`.replace(/\/$/, '')),
      from: only.path,
    });
  }
  return tasks;
}

function golangci(tree: Tree, folder: string): Fact[] {
  const from = tree.first(
    ...['.golangci.yml', '.golangci.yaml', '.golangci.toml'].map((name) => pathIn(folder, name)),
  );
  return from === undefined ? [] : [{ value: 'golangci-lint', from }];
}
