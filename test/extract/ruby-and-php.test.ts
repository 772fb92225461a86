import { expect, test } from 'vitest';
import { codeOf, told } from '../helpers/code.ts';

async function units(path: string, text: string): Promise<string[]> {
  return (await codeOf(path, text)).units.map(told);
}

test('Ruby: modules taken in, methods of the class itself, every form of rescue', async () => {
  const text = `module Shop
  class Orders < Base::Store
    include Enumerable
    def size = @rows.size
    def load(path)
      begin
        read(path)
      rescue IOError, ArgumentError => e
        warn e
      end
      other = parse rescue nil
    rescue Failed
      nil
    ensure
      close
    end
    def self.open; end
    class << self
      def all; end
    end
  end
end
def top; yield; end
`;
  expect(await units('orders.rb', text)).toEqual([
    'class Shop 0 methods',
    'class Shop.Orders (Base::Store, Enumerable) 4 methods',
    'method Shop.Orders.size',
    'method Shop.Orders.load',
    'handler Shop.Orders.load',
    'handler Shop.Orders.load',
    'handler Shop.Orders.load',
    'method Shop.Orders.open',
    'method Shop.Orders.all',
    'function top',
  ]);
});

test('PHP: classes, traits, enums, attributes, functions in variables', async () => {
  const text = `<?php
namespace Shop;
#[Entity(name: 'orders')]
final class Orders extends Base implements Countable, Lookup {
  use Logs;
  #[Route('/x')] public function load() {
    try { $this->read(); } catch (IOException | Failed $e) { throw new LoadError('no', 0, $e); }
    $twice = fn($x) => $x + $x;
    array_map(function ($x) { return $x; }, $this->rows);
    return $twice(2);
  }
  abstract function size();
}
interface Lookup { function find($id); }
trait Logs { function log($text) {} }
enum Kind: string implements Named { case A = 'a'; function title() { return 'x'; } }
function top() {}
`;
  expect(await units('Orders.php', text)).toEqual([
    'class Orders (Base, Countable, Lookup) 2 methods @Entity',
    'method Orders.load @Route',
    'handler Orders.load',
    'function Orders.load.$twice',
    'class Lookup 1 methods',
    'class Logs 1 methods',
    'method Logs.log',
    'class Kind (Named) 1 methods',
    'method Kind.title',
    'function top',
  ]);
});
