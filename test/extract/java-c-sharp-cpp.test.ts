import { expect, test } from 'vitest';
import { codeOf, told } from '../helpers/code.ts';

async function units(path: string, text: string): Promise<string[]> {
  return (await codeOf(path, text)).units.map(told);
}

test('Java: classes, records, enums, interfaces; annotations without arguments', async () => {
  const text = `@Service("orders")
public class Orders<T> extends Base<T> implements Closeable, Lookup<T> {
  @Autowired Orders(Database db) { this.db = db; }
  @Override @Deprecated public void close() throws IOException {
    try (var file = open()) { file.write(); } catch (IOException | RuntimeException e) { throw new Failed(e); }
  }
  abstract int size();
}
interface Lookup<T> extends Base<T> { default T none() { return null; } T find(String id); }
enum Kind implements Named { A, B; public String title() { return "x"; } }
record Point(int x, int y) implements Shape { Point { if (x < 0) throw new IllegalArgumentException(); } }
`;
  expect(await units('src/Orders.java', text)).toEqual([
    'class Orders (Base, Closeable, Lookup) 3 methods @Service',
    'method Orders.Orders @Autowired',
    'method Orders.close @Override @Deprecated',
    'handler Orders.close',
    'class Lookup (Base) 2 methods',
    'method Lookup.none',
    'class Kind (Named) 1 methods',
    'method Kind.title',
    'class Point (Shape) 1 methods',
    'method Point.Point',
  ]);
});

test('C#: attributes, async, local functions, operators', async () => {
  const text = `namespace Shop {
  [Serializable, Obsolete("no")]
  public class Orders<T> : Base<T>, ILookup {
    public Orders(IDatabase db) : base(db) { }
    [Fact] public async Task<int> Load() {
      try { await db.Open(); } catch (IOException e) when (retry) { throw new LoadException("no", e); }
      int Twice(int x) { return x + x; }
      return Twice(2);
    }
    public static Orders<T> operator +(Orders<T> a, Orders<T> b) => a;
    int Size() => 1;
  }
  interface ILookup { void Find(); }
  struct Point { }
}
`;
  expect(await units('Orders.cs', text)).toEqual([
    'class Orders (Base, ILookup) 4 methods @Serializable @Obsolete',
    'method Orders.Orders',
    'async method Orders.Load @Fact',
    'handler Orders.Load',
    'function Orders.Load.Twice',
    'method Orders.operator +',
    'method Orders.Size',
    'class ILookup 1 methods',
    'class Point 0 methods',
  ]);
});

test('C++: members inside and outside of their class', async () => {
  const text = `template <typename T>
class Store : public Base<T>, private shop::Lookup {
 public:
  Store(int x) : x_(x) {}
  ~Store();
  int get() const override {
    try { return read(); } catch (const std::exception& e) { throw; } catch (...) { return 0; }
  }
  int size();
  bool operator==(const Store& o) const { return true; }
  std::function<void()> field;
};
template <typename T> int Store<T>::size() { auto twice = [](int x) { return x + x; }; return twice(1); }
Store::~Store() {}
int* open(int a) { return nullptr; }
class Later;
`;
  expect(await units('store.cpp', text)).toEqual([
    'class Store (Base, shop::Lookup) 5 methods',
    'method Store.Store',
    'method Store.get',
    'handler Store.get',
    'handler Store.get',
    'method Store.operator==',
    'method Store.size',
    'function Store.size.twice',
    'method Store.~Store',
    'function open',
  ]);
});
