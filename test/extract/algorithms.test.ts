import { describe, expect, test } from 'vitest';
import type { Algorithm } from '../../src/core/code.ts';
import { codeOf } from '../helpers/code.ts';

async function seen(path: string, text: string): Promise<readonly Algorithm[]> {
  const { units } = await codeOf(path, text);
  return [...new Set(units.flatMap(({ algorithms }) => algorithms))];
}

describe.each<readonly [Algorithm, readonly (readonly [string, string])[]]>([
  [
    'recursion',
    [
      ['a.py', 'def fact(n):\n    return 1 if n < 2 else n * fact(n - 1)\n'],
      ['a.py', 'class Node:\n    def depth(self):\n        return 1 + max(self.depth() for c in self.all)\n'],
      ['a.ts', 'const walk = (node: Node): void => { for (const c of node.children) walk(c); };'],
      [
        'a.go',
        'package p\nfunc (t *Tree) Size() int { if t == nil { return 0 }; return 1 + t.Size() }\nfunc Fib(n int) int { return Fib(n-1) + Fib(n-2) }',
      ],
      ['a.rs', 'fn fib(n: u32) -> u32 { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }'],
      ['A.java', 'class A { int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } }'],
      ['a.rb', 'def fib(n)\n  n < 2 ? n : fib(n - 1) + fib(n - 2)\nend'],
      ['a.php', '<?php function fib($n) { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }'],
      ['a.cpp', 'int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }'],
      ['A.cs', 'class A { int Fib(int n) { return n < 2 ? n : Fib(n - 1) + Fib(n - 2); } }'],
    ],
  ],
  [
    'memoisation',
    [
      ['a.py', '@functools.lru_cache(maxsize=None)\ndef load(n):\n    return read(n)\n'],
      [
        'a.py',
        'def load(n):\n    if n in _known:\n        return _known[n]\n    _known[n] = read(n)\n    return _known[n]\n',
      ],
      [
        'a.ts',
        'function load(n: number) { const old = known.get(n); if (known.has(n)) return old; const v = read(n); known.set(n, v); return v; }',
      ],
      ['a.rb', 'class A\n  def rows\n    @rows ||= read\n  end\nend'],
      ['A.java', 'class A { int load(int n) { return known.computeIfAbsent(n, this::read); } }'],
    ],
  ],
  [
    'binary-search',
    [
      [
        'a.py',
        'def find(a, x):\n    lo, hi = 0, len(a)\n    while lo < hi:\n        mid = (lo + hi) // 2\n        if a[mid] < x:\n            lo = mid + 1\n        else:\n            hi = mid\n    return lo\n',
      ],
      [
        'a.ts',
        'function find(a: number[], x: number) { let low = 0; let high = a.length; while (low < high) { const m = (low + high) >> 1; if ((a[m] ?? 0) < x) low = m + 1; else high = m; } return low; }',
      ],
      [
        'a.js',
        'function find(a, x) { let l = 0, r = a.length - 1; while (l <= r) { const mid = Math.floor((l + r) / 2); if (a[mid] === x) return mid; if (a[mid] < x) l = mid + 1; else r = mid - 1; } return -1; }',
      ],
      [
        'a.go',
        'package p\nfunc find(a []int, x int) int { lo, hi := 0, len(a); for lo < hi { m := lo + (hi-lo)/2; if a[m] < x { lo = m + 1 } else { hi = m } }; return lo }',
      ],
      ['a.py', 'def place(rows, row):\n    return bisect.bisect_left(rows, row)\n'],
    ],
  ],
  [
    'two-pointers',
    [
      [
        'a.py',
        'def mirrored(s):\n    i, j = 0, len(s) - 1\n    while i < j:\n        if s[i] != s[j]:\n            return False\n        i += 1\n        j -= 1\n    return True\n',
      ],
      [
        'a.ts',
        'function sumsTo(a: number[], n: number) { let l = 0; let r = a.length - 1; while (l < r) { if (a[l] + a[r] < n) l++; else r--; } return l; }',
      ],
    ],
  ],
  [
    'sliding-window',
    [
      [
        'a.py',
        'def longest(s):\n    left = best = 0\n    for right, c in enumerate(s):\n        while c in inside:\n            inside.remove(s[left])\n            left += 1\n        best = max(best, right - left + 1)\n    return best\n',
      ],
      [
        'a.ts',
        'function most(a: number[], k: number) { let sum = 0; for (let i = 0; i < a.length; i++) { sum += a[i]; if (i >= k) sum -= a[i - k]; } return sum; }',
      ],
    ],
  ],
  [
    'graph-walk',
    [
      [
        'a.py',
        'def reach(graph, start):\n    seen = {start}\n    queue = deque([start])\n    while queue:\n        node = queue.popleft()\n        for near in graph[node]:\n            if near not in seen:\n                seen.add(near)\n                queue.append(near)\n    return seen\n',
      ],
      [
        'a.ts',
        'function reach(of: Map<string, string[]>, start: string) { const seen = new Set<string>(); const todo = [start]; while (todo.length > 0) { const at = todo.pop(); if (seen.has(at)) continue; seen.add(at); for (const n of of.get(at) ?? []) todo.push(n); } return seen; }',
      ],
      [
        'a.py',
        'def visit(node, seen):\n    if node in seen:\n        return\n    seen.add(node)\n    for near in node.near:\n        visit(near, seen)\n',
      ],
    ],
  ],
  [
    'priority-queue',
    [
      ['a.py', 'def smallest(rows):\n    heapq.heapify(rows)\n    return heapq.heappop(rows)\n'],
      [
        'a.ts',
        'function up(heap: number[], from: number) { let at = from; while (at > 0) { const above = (at - 1) >> 1; if (heap[above] <= heap[at]) break; swap(heap, at, above); at = above; } }',
      ],
      ['A.java', 'class A { int f() { var q = new PriorityQueue<Integer>(); q.add(1); return q.poll(); } }'],
    ],
  ],
  [
    'dynamic-programming',
    [
      [
        'a.py',
        'def ways(n):\n    t = [1, 1]\n    for i in range(2, n):\n        t[i] = t[i - 1] + t[i - 2]\n    return t[n]\n',
      ],
      [
        'a.ts',
        'function far(a: string, b: string) { for (let i = 1; i <= a.length; i++) for (let j = 1; j <= b.length; j++) d[i][j] = Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1); return d; }',
      ],
    ],
  ],
  [
    'backtracking',
    [
      [
        'a.py',
        'def place(rest, path):\n    if not rest:\n        out.append(list(path))\n    for x in rest:\n        path.append(x)\n        place(rest - {x}, path)\n        path.pop()\n',
      ],
      [
        'a.ts',
        'function place(rest: number[], path: number[]) { for (const x of rest) { path.push(x); place(without(rest, x), path); path.pop(); } }',
      ],
    ],
  ],
])('%s', (algorithm, sources) => {
  test.each(sources)('in %s: %s', async (path, text) => {
    expect(await seen(path, text)).toContain(algorithm);
  });
});

test.each<readonly [string, string, string]>([
  [
    'another object has a method of the same name',
    'a.py',
    'class A:\n    def close(self):\n        self.file.close()\n        super().close()\n',
  ],
  [
    'a function of the module has the name of a method',
    'a.ts',
    'class A { open() { return open(this.path); } }',
  ],
  ['a property has the name of what it calls', 'a.ts', 'const api = { load: () => load(path) };'],
  [
    'the name stands in a text',
    'a.py',
    'def fact(n):\n    """fact(n) calls fact(n - 1)."""\n    return "fact(1)"\n',
  ],
  [
    'counting is no memory of results',
    'a.ts',
    'function count(words: string[]) { const n = new Map<string, number>(); for (const w of words) n.set(w, (n.has(w) ? (n.get(w) ?? 0) : 0) + 1); return n.get("x"); }',
  ],
  ['a cache that is only filled', 'a.py', 'def put(key, value):\n    cache[key] = value\n'],
  [
    'the middle without bounds',
    'a.py',
    'def halves(rows):\n    for row in rows:\n        mid = (row.a + row.b) // 2\n        show(mid)\n',
  ],
  [
    'merge sort halves, and searches nothing',
    'a.py',
    'def sort(a):\n    for x in a:\n        mid = (lo + hi) // 2\n        left = part(a, lo, mid)\n    return left\n',
  ],
  [
    'a running sum is no table',
    'a.py',
    'def sums(a):\n    for i in range(1, len(a)):\n        p[i] = p[i - 1] + a[i]\n',
  ],
  ['shifting is no table', 'a.py', 'def shift(a):\n    for i in range(len(a)):\n        a[i] = a[i - 1]\n'],
  [
    'a queue without a mark is no walk',
    'a.ts',
    'function drain(queue: Job[]) { while (queue.length > 0) { const job = queue.shift(); if (job?.again) queue.push(job); } }',
  ],
  ['a bounded count', 'a.py', 'def wait(limit):\n    i = 0\n    while i < limit:\n        i += 1\n'],
])('none: %s (%s)', async (_, path, text) => {
  expect(await seen(path, text)).toEqual([]);
});
