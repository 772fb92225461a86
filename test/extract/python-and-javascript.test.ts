import { expect, test } from 'vitest';
import { codeOf, told } from '../helpers/code.ts';

async function units(path: string, text: string): Promise<string[]> {
  return (await codeOf(path, text)).units.map(told);
}

test('Python: functions, methods, classes with bases and decorators, handlers', async () => {
  const text = `import os

@dataclass(frozen=True)
class Order(Base, metaclass=Meta):
    total: int = 0

    @property
    def net(self):
        return self.total

    if os.name == 'nt':
        def path(self): return 'x'

    async def save(self, db):
        def inner(): pass
        try:
            await db.save(self)
        except (OSError, ValueError) as cause:
            raise SaveError('no') from cause
        except* TypeError:
            pass

@app.get('/orders', response_model=list[Order])
async def orders(): ...

class Empty: pass

try:
    import yaml
except ImportError:
    yaml = None
`;
  expect(await units('shop/order.py', text)).toEqual([
    'class Order (Base) 3 methods @dataclass',
    'method Order.net @property',
    'method Order.path',
    'async method Order.save',
    'function Order.save.inner',
    'handler Order.save',
    'handler Order.save',
    'async function orders @app.get',
    'class Empty 0 methods',
    'handler',
  ]);
});

test('TypeScript: what has a name is a unit, what has no body is none', async () => {
  const text = `@Injectable({ scope: 'x' })
export abstract class Service<T> extends Base<T> implements Closeable, Lookup<string, T> {
  @Input() private seen = new Map<string, T>();
  constructor(private readonly db: Database) { super(); }
  get size(): number { return this.seen.size; }
  @Log('debug') static async *walk() { yield 1; }
  load = async (id: string) => this.db.find(id);
  abstract close(): void;
  find(id: string): T;
  find(id: number): T;
  find(id: unknown): T { try { return this.one(id); } catch { return this.none; } }
}
export function over(a: string): void;
export function over(a: unknown) { [1].map((x) => x + 1); }
export default () => 1;
const Inner = class extends Service<string> {};
const api = { list() {}, get: async () => 2, 'x-y': function () {} };
module.exports.later = function* later() {};
declare function gone(): void;
interface Shape { area(): number }
`;
  expect(await units('src/service.ts', text)).toEqual([
    'class Service (Base, Closeable, Lookup) 6 methods @Injectable',
    'method Service.constructor',
    'method Service.size',
    'async method Service.walk @Log',
    'async method Service.load',
    'method Service.find',
    'handler Service.find',
    'function over',
    'function default',
    'class Inner (Service) 0 methods',
    'function list',
    'async function get',
    "function 'x-y'",
    'function later',
  ]);
});

test('JavaScript and JSX', async () => {
  const text = `export class View extends React.Component {
  static #count = 0;
  static { View.ready = true; }
  #draw() { return <b onClick={() => this.go()}>{this.props.text}</b>; }
  'quoted name'() {}
  render = () => this.#draw();
}
async function load() { try { await fetch(url); } catch (error) { report(error); } }
`;
  expect(await units('src/view.jsx', text)).toEqual([
    'class View (React.Component) 3 methods',
    'method View.#draw',
    "method View.'quoted name'",
    'method View.render',
    'async function load',
    'handler load',
  ]);
});

test('lines, text and measures', async () => {
  const text = `# about
@cache
def sort(rows, key=None):
    """Sorts."""
    for row in rows:
        if row and key or row.x:
            while row:
                row = row.next
        elif key:
            pass
    return [r for r in rows if r]


class A:
    def simple(self): return 1
    def worst(self, a):
        return 1 if a else 2
`;
  const { units: found, broken } = await codeOf('a.py', text);
  expect(broken).toBe(0);
  const [sort, cls] = found;
  expect(sort).toMatchObject({ from: 2, to: 11, lines: 10, branches: 9, depth: 3, complexity: 'medium' });
  expect(sort?.text.startsWith('@cache\ndef sort')).toBe(true);
  expect(cls).toMatchObject({ kind: 'class', branches: 2, from: 14, to: 17, complexity: 'low' });
});
