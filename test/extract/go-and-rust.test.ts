import { expect, test } from 'vitest';
import { codeOf, told } from '../helpers/code.ts';

async function units(path: string, text: string): Promise<string[]> {
  return (await codeOf(path, text)).units.map(told);
}

test('Go: methods by their receiver, what a struct embeds, errors that are answered', async () => {
  const text = `package shop

type Store struct {
	Base
	*sync.Mutex
	rows map[string]int
}

type Lookup interface {
	Get(id string) (int, error)
}

func (s *Store) Get(id string) (int, error) {
	row, err := s.read(id)
	if err != nil {
		return 0, err
	}
	defer func() {
		if r := recover(); r != nil {
			log.Print(r)
		}
	}()
	if row > 0 && id != "" {
		return row, nil
	}
	return 0, nil
}

func (p Pair[K, V]) Key() K { return p.key }

func Open[T any](path string) *Store {
	each := func(id string) {}
	each(path)
	return &Store{}
}
`;
  expect(await units('shop/store.go', text)).toEqual([
    'class Store (Base, sync.Mutex) 1 methods',
    'class Lookup 1 methods',
    'method Store.Get',
    'handler Store.Get',
    'handler Store.Get',
    'method Pair.Key',
    'function Open',
    'function Open.each',
  ]);
});

test('Rust: methods and traits come from the impl blocks', async () => {
  const text = `#[derive(Debug, Clone)]
pub struct Store<T> { rows: Vec<T> }

pub trait Lookup: Base {
    fn get(&self, id: u32) -> Option<u32>;
    fn all(&self) -> Vec<u32> { vec![] }
}

impl<T> Store<T> {
    #[inline]
    pub async fn load(&self) -> Result<(), LoadError> {
        let twice = |x| x + x;
        match self.read().await {
            Ok(rows) if rows > 0 => {}
            Err(cause) => return Err(cause.into()),
            _ => {}
        }
        if let Err(cause) = self.close() { log(cause); }
        Ok(())
    }
}

impl<T> fmt::Display for Store<T> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result { write!(f, "x") }
}

mod inner { fn helper() {} }
`;
  expect(await units('src/store.rs', text)).toEqual([
    'class Store (fmt::Display) 2 methods @Debug @Clone',
    'class Lookup (Base) 2 methods',
    'method Lookup.all',
    'async method Store.load @inline',
    'function Store.load.twice',
    'handler Store.load',
    'handler Store.load',
    'method Store.fmt',
    'function helper',
  ]);
});
