import { type ChildProcess, spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import type { TestRepo } from './git-repo.ts';
import { PROGRAM } from './nexus-program.ts';

export interface Reply {
  readonly id?: number | string | null;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** `nexus mcp` spoken to line by line, for what a well-behaved client never sends. */
export class McpLines {
  /** Everything on standard output, line by line. */
  readonly lines: string[] = [];
  stderr = '';
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly child: ChildProcess;
  private rest = '';
  private nextId = 1;
  private readonly waiting = new Map<number | string, (reply: Reply) => void>();

  constructor(
    repo: TestRepo,
    options: {
      args?: readonly string[];
      /** Another command line that starts it. */
      run?: readonly string[];
      cwd?: string;
      env?: NodeJS.ProcessEnv;
    } = {},
  ) {
    const [command = process.execPath, ...rest] = options.run ?? [process.execPath, PROGRAM, 'mcp'];
    this.child = spawn(command, [...rest, ...(options.args ?? [])], {
      cwd: options.cwd ?? repo.dir,
      env: { ...repo.env, ...options.env },
      stdio: 'pipe',
    });
    this.ended = new Promise((resolve) => {
      this.child.on('close', (code, signal) => resolve({ code, signal }));
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.read(text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    onTestFinished(async () => {
      this.child.kill('SIGKILL');
      await this.ended;
    });
  }

  private read(text: string): void {
    const parts = (this.rest + text).split('\n');
    this.rest = parts.pop() ?? '';
    for (const line of parts) {
      this.lines.push(line);
      const reply = JSON.parse(line) as Reply;
      if (reply.id !== undefined && reply.id !== null) this.waiting.get(reply.id)?.(reply);
    }
  }

  /** Writes bytes as they are. */
  write(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Sends a request of which the parameters are given as JSON text, and waits for its answer. */
  ask(method: string, params = '{}'): Promise<Reply> {
    const id = this.nextId++;
    const answered = new Promise<Reply>((resolve) => this.waiting.set(id, resolve));
    this.write(`{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)},"params":${params}}\n`);
    return Promise.race([
      answered,
      this.ended.then(({ code }) => {
        throw new Error(`nexus mcp ended with ${code} before it answered ${method}: ${this.stderr}`);
      }),
    ]);
  }

  call(name: string, args: unknown = {}): Promise<Reply> {
    return this.ask('tools/call', JSON.stringify({ name, arguments: args }));
  }

  async initialize(protocolVersion = '2025-06-18'): Promise<Reply> {
    const clientInfo = { name: 'lines', version: '1' };
    const reply = await this.ask(
      'initialize',
      JSON.stringify({ protocolVersion, capabilities: {}, clientInfo }),
    );
    this.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    return reply;
  }

  /** Closes standard input, as a host that goes away. */
  close(): void {
    this.child.stdin?.end();
  }
}

/** The text of a tool's result, and whether it is an error. */
export function textOf({ result }: Reply): { readonly text: string; readonly isError: boolean } {
  const content = result?.content as readonly { readonly text?: string }[] | undefined;
  return {
    text: (content ?? []).map((part) => part.text ?? '').join('\n'),
    isError: result?.isError === true,
  };
}

/** The titles of the records that an answer holds. */
export function titlesOf({ result }: Reply): string[] {
  const data = (result?.structuredContent ?? {}) as { readonly hits?: readonly { readonly title: string }[] };
  return (data.hits ?? []).map(({ title }) => title);
}
