/** What decides a document's place. */
export interface Ranked {
  readonly score: number;
  readonly time: number;
}

/** The order of hits, without the key: negative where `a` comes first. */
export function compareRanked(a: Ranked, b: Ranked): number {
  return compareScores(a, b) || b.time - a.time;
}

/** What comes before their times. */
export function compareScores(a: Pick<Ranked, 'score'>, b: Pick<Ranked, 'score'>): number {
  return Math.fround(b.score) - Math.fround(a.score);
}

/**
 * Keeps the best of many. Once there are more than are wanted, in a heap whose root is the worst kept: n documents cost
 * n log limit at most, and where all are wanted nothing but their order.
 */
export class TopHits<T> {
  readonly #limit: number;
  readonly #before: (a: T, b: T) => number;
  readonly #heap: T[] = [];

  constructor(limit: number, compare: (a: T, b: T) => number) {
    this.#limit = Number.isNaN(limit) ? 0 : Math.max(0, Math.floor(limit));
    this.#before = compare;
  }

  /** What an item has to beat, once there are enough. */
  get worst(): T | undefined {
    return this.#heap.length < this.#limit ? undefined : this.#heap[0];
  }

  offer(item: T): void {
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      heap.push(item);
      if (heap.length === this.#limit) for (let at = heap.length >> 1; at >= 0; at -= 1) this.#down(at);
      return;
    }
    const worst = heap[0];
    if (worst === undefined || this.#before(item, worst) >= 0) return;
    heap[0] = item;
    this.#down(0);
  }

  /** Best first. */
  sorted(): T[] {
    return [...this.#heap].sort(this.#before);
  }

  #worse(a: number, b: number): boolean {
    const left = this.#heap[a];
    const right = this.#heap[b];
    return left !== undefined && (right === undefined || this.#before(left, right) > 0);
  }

  #swap(a: number, b: number): void {
    const left = this.#heap[a];
    const right = this.#heap[b];
    if (left === undefined || right === undefined) return;
    this.#heap[a] = right;
    this.#heap[b] = left;
  }

  #down(start: number): void {
    let at = start;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#worse(left + 1, left) && left + 1 < this.#heap.length ? left + 1 : left;
      if (child >= this.#heap.length || !this.#worse(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }
}
