import { describe, expect, test } from 'vitest';
import type { Idiom } from '../../src/core/code.ts';
import { codeOf } from '../helpers/code.ts';

async function seen(path: string, text: string): Promise<readonly Idiom[]> {
  const { units } = await codeOf(path, text);
  return [...new Set(units.flatMap(({ idioms }) => idioms))];
}

describe.each<readonly [Idiom, readonly (readonly [string, string])[]]>([
  [
    'context-manager',
    [
      [
        'a.py',
        '@contextmanager\ndef opened(path):\n    f = open(path)\n    try:\n        yield f\n    finally:\n        f.close()\n',
      ],
      [
        'a.py',
        'class Lock:\n    def __enter__(self): return self\n    def __exit__(self, *e): self.free()\n',
      ],
      ['a.ts', 'class Lock implements Disposable { [Symbol.dispose]() { this.free(); } }'],
      ['A.java', 'class Lock implements AutoCloseable { public void close() { free(); } }'],
      ['A.cs', 'class Lock : IDisposable { public void Dispose() { Free(); } }'],
      ['a.rs', 'struct Lock;\nimpl Drop for Lock { fn drop(&mut self) { self.free(); } }'],
    ],
  ],
  [
    'dataclass',
    [
      ['a.py', '@dataclass(frozen=True, slots=True)\nclass Point:\n    x: int\n'],
      ['a.py', 'class Point(NamedTuple):\n    x: int\n'],
      ['A.java', 'record Point(int x, int y) {}'],
      ['A.cs', 'record Point(int X, int Y);'],
    ],
  ],
  [
    'descriptor',
    [
      [
        'a.py',
        'class Positive:\n    def __set_name__(self, o, n): self.n = n\n    def __get__(self, i, o): return i.__dict__[self.n]\n',
      ],
    ],
  ],
  [
    'generator',
    [
      ['a.py', 'def rows(path):\n    for line in open(path):\n        yield line.strip()\n'],
      ['a.py', 'def rows(a):\n    yield from a\n'],
      ['a.ts', 'function* rows(text: string) { for (const line of text.split(",")) yield line; }'],
      ['A.cs', 'class A { IEnumerable<int> Rows() { yield return 1; } }'],
      ['a.php', '<?php function rows($a) { foreach ($a as $b) { yield $b; } }'],
    ],
  ],
  [
    'iterator',
    [
      [
        'a.py',
        'class Rows:\n    def __iter__(self): return self\n    def __next__(self): raise StopIteration\n',
      ],
      ['a.ts', 'class Rows { *[Symbol.iterator]() { yield 1; } }'],
      ['a.rs', 'struct Rows;\nimpl Iterator for Rows { fn next(&mut self) -> Option<u8> { None } }'],
    ],
  ],
  [
    'decorator',
    [
      [
        'a.py',
        'def timed(f):\n    @functools.wraps(f)\n    def inner(*a):\n        return f(*a)\n    return inner\n',
      ],
    ],
  ],
  [
    'property',
    [
      ['a.py', 'class A:\n    @property\n    def size(self): return len(self.rows)\n'],
      ['a.ts', 'class A { get size(): number { return this.rows.length; } }'],
    ],
  ],
  [
    'enumeration',
    [
      ['a.py', 'class Kind(enum.StrEnum):\n    A = "a"\n'],
      ['A.java', 'enum Kind { A, B }'],
      ['a.rs', 'enum Kind { A, B }'],
    ],
  ],
  [
    'abstract-base',
    [
      ['a.py', 'class Store(ABC):\n    @abstractmethod\n    def get(self): ...\n'],
      ['a.ts', 'abstract class Store { abstract get(): string; }'],
      ['A.java', 'public abstract class Store { abstract int get(); }'],
      ['a.cpp', 'class Store { public: virtual int get() = 0; };'],
    ],
  ],
  [
    'protocol',
    [
      ['a.py', 'class Closes(Protocol):\n    def close(self) -> None: ...\n'],
      ['a.go', 'package p\ntype Closer interface { Close() error }'],
      ['a.rs', 'trait Closes { fn close(&self); }'],
    ],
  ],
  [
    'exception-hierarchy',
    [
      ['a.py', 'class AppError(Exception):\n    pass\n\nclass NotFound(AppError):\n    pass\n'],
      ['a.ts', 'export class AppError extends Error { constructor(m: string) { super(m); } }'],
      ['A.java', 'class NotFound extends RuntimeException { NotFound(String m) { super(m); } }'],
      ['a.rb', 'class NotFound < StandardError; end'],
      ['a.cpp', 'class NotFound : public std::runtime_error { public: int code() { return 1; } };'],
      [
        'a.go',
        'package p\ntype NotFound struct { id string }\nfunc (e *NotFound) Error() string { return e.id }',
      ],
    ],
  ],
  [
    'error-context',
    [
      ['a.py', 'try:\n    read()\nexcept OSError as cause:\n    raise LoadError(path) from cause\n'],
      ['a.ts', 'try { read(); } catch (error) { throw new LoadError("no", { cause: error }); }'],
      [
        'a.go',
        'package p\nfunc f() error { err := g(); if err != nil { return fmt.Errorf("g: %w", err) }; return nil }',
      ],
      [
        'A.java',
        'class A { void f() { try { g(); } catch (IOException broken) { throw new LoadError("no", broken); } } }',
      ],
      ['a.rs', 'fn f() -> Result<()> { let t = read(p).context("no file")?; Ok(()) }'],
    ],
  ],
  [
    'retry',
    [
      [
        'a.py',
        'def get(url):\n    for attempt in range(3):\n        try:\n            return fetch(url)\n        except OSError:\n            sleep(2 ** attempt)\n',
      ],
      [
        'a.ts',
        'async function get(url: string) { for (let attempt = 0; attempt < 3; attempt++) { try { return await fetch(url); } catch { await sleep(100); } } }',
      ],
      ['a.py', '@tenacity.retry(stop=3)\ndef get(url):\n    return fetch(url)\n'],
    ],
  ],
  [
    'fixture',
    [
      ['a.py', '@pytest.fixture(scope="session")\ndef db():\n    yield connect()\n'],
      ['a.py', 'class T(TestCase):\n    def setUp(self): self.db = connect()\n'],
      ['A.java', 'class T { @BeforeEach void open() { db = connect(); } }'],
    ],
  ],
  [
    'parametrised-test',
    [
      ['a.py', '@pytest.mark.parametrize("a", [1, 2])\ndef test_a(a):\n    assert a\n'],
      ['A.java', 'class T { @ParameterizedTest void adds(int a) { check(a); } }'],
      [
        'a_test.go',
        'package p\nfunc TestA(t *testing.T) { for _, c := range cases { t.Run(c.name, func(t *testing.T) {}) } }',
      ],
    ],
  ],
  [
    'dependency-injection',
    [
      ['a.py', '@app.get("/")\nasync def rows(db: Session = Depends(get_db)):\n    return db.all()\n'],
      [
        'a.py',
        'class A:\n    def __init__(self, client=None):\n        self.client = client or HttpClient()\n',
      ],
      ['a.ts', 'class A { constructor(private readonly db: Database, private readonly log: Logger) {} }'],
      ['A.cs', 'class A { public A(IDatabase db) { this.db = db; } }'],
      ['A.java', 'class A { @Autowired A(Database db) { this.db = db; } }'],
    ],
  ],
  [
    'pipeline',
    [
      [
        'a.ts',
        'const names = (rows: Row[]) => rows.filter((r) => r.on).map((r) => r.name).filter((n) => n !== "");',
      ],
      [
        'a.py',
        'def load(path):\n    lines = (line.strip() for line in open(path))\n    rows = (parse(line) for line in lines if line)\n    return list(rows)\n',
      ],
      [
        'a.rs',
        'fn f(a: Vec<u8>) -> Vec<u8> { a.iter().filter(|x| **x > 1).map(|x| x + 1).take(3).collect() }',
      ],
    ],
  ],
  [
    'builder',
    [
      [
        'A.java',
        'class B { B a(int a) { this.a = a; return this; } B b(int b) { this.b = b; return this; } A build() { return new A(a, b); } }',
      ],
    ],
  ],
  [
    'singleton',
    [
      [
        'a.py',
        'class A:\n    _instance = None\n    def __new__(cls):\n        if cls._instance is None:\n            cls._instance = super().__new__(cls)\n        return cls._instance\n',
      ],
      ['A.java', 'class A { private static A one; static A getInstance() { return one; } }'],
    ],
  ],
  [
    'factory',
    [
      ['a.py', 'class A:\n    @classmethod\n    def parse(cls, text):\n        return cls(*text.split())\n'],
      [
        'a.ts',
        'function createStore(kind: string) { if (kind === "x") return new FileStore(); return new MemoryStore(); }',
      ],
      ['a.go', 'package p\nfunc NewStore(p string) *Store { return &Store{p} }'],
    ],
  ],
  [
    'concurrent-tasks',
    [
      ['a.py', 'async def all(urls):\n    return await asyncio.gather(*(get(u) for u in urls))\n'],
      ['a.ts', 'async function all(urls: string[]) { return Promise.all(urls.map(get)); }'],
      ['a.go', 'package p\nfunc all() { go work() }'],
    ],
  ],
  [
    'type-guard',
    [
      ['a.ts', 'function isRow(x: unknown): x is Row { return typeof x === "object"; }'],
      ['a.py', 'def is_row(x: object) -> TypeGuard[Row]:\n    return True\n'],
    ],
  ],
  [
    'resource-cleanup',
    [
      ['a.py', 'def read(path):\n    with open(path) as f:\n        return f.read()\n'],
      ['a.ts', 'function read() { const f = open(); try { return f.read(); } finally { f.close(); } }'],
      ['a.go', 'package p\nfunc read() { f := open(); defer f.Close() }'],
      ['A.java', 'class A { void read() { try (var f = open()) { f.read(); } } }'],
      ['a.rb', 'def read\n  f.read\nensure\n  f.close\nend'],
    ],
  ],
])('%s', (idiom, sources) => {
  test.each(sources)('in %s: %s', async (path, text) => {
    expect(await seen(path, text)).toContain(idiom);
  });
});

test.each<readonly [string, string, string]>([
  [
    'a callback that tells the type',
    'a.ts',
    'function rows(a: unknown[]) { return a.filter((x): x is Row => isRow(x)); }',
  ],
  ['a pipe of the system', 'a.py', 'def talk():\n    r, w = os.pipe()\n    return r\n'],
  [
    'a call of a decorator is none',
    'a.py',
    'def run():\n    dataclass = make()\n    fixture(run)\n    return dataclass\n',
  ],
  [
    'words in texts and comments',
    'a.py',
    'def run():\n    # retry attempt, yield, with\n    return "retry attempt yield TypeGuard["\n',
  ],
  [
    'a class that only has its name',
    'a.py',
    'class ErrorBoundary(Widget):\n    def enumerate(self): return 1\n',
  ],
  ['half a context manager', 'a.py', 'class A:\n    def __enter__(self): return self\n'],
  ['a block that is given to a Ruby method', 'a.rb', 'def each\n  yield 1\nend'],
  [
    'yielding in a function inside is not its own',
    'a.ts',
    'function rows() { return run(function () { return 1; }); }',
  ],
  [
    'an error that is thrown anew without its cause',
    'a.ts',
    'function f() { try { g(); } catch { throw new LoadError("no"); } }',
  ],
  [
    'raise from None drops the cause',
    'a.py',
    'def f():\n    try:\n        g()\n    except OSError:\n        raise LoadError() from None\n',
  ],
  [
    'a loop with a handler that tries nothing again',
    'a.py',
    'def f(rows):\n    for row in rows:\n        try:\n            g(row)\n        except OSError:\n            log(row)\n',
  ],
  [
    'data given to a constructor',
    'a.ts',
    'class Point { constructor(readonly x: number, readonly y: number) {} }',
  ],
  [
    'two steps are no pipeline',
    'a.ts',
    'const f = (a: number[]) => a.filter((x) => x > 1).map((x) => x + 1);',
  ],
  [
    'steps of several statements',
    'a.ts',
    'function f(a: A) { const x = a.map(g); const y = a.filter(h); return a.reduce(k); }',
  ],
  ['no property', 'a.ts', 'class A { getSize() { return 1; } settle() { return 2; } }'],
])('none: %s (%s)', async (_, path, text) => {
  expect(await seen(path, text)).toEqual([]);
});
