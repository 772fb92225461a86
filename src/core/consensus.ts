/** Several solutions of one task, of which one was chosen. */

export interface ConsensusTask {
  readonly description: string;
  /** As in a record: `python`. Without it, and without a file's name, the winner's code is kept as a whole. */
  readonly language?: string;
  /** Of the patterns that come of it; `code` where it is not told. */
  readonly category?: string;
}

export interface ConsensusCandidate {
  /** What votes and `winner` name it by. */
  readonly id: string;
  readonly code: string;
  /** How it went about it: `conservative`. */
  readonly approach?: string;
  /** What a judge or a test gave it, 0 to 1. */
  readonly score?: number;
  /** Where the code lies in the repository, if it does: becomes a citation. */
  readonly file?: string;
  /** Why it won, or lost. */
  readonly reason?: string;
}

export interface ConsensusResult {
  readonly task: ConsensusTask;
  readonly candidates: readonly ConsensusCandidate[];
  /** Id of a candidate. */
  readonly winner: string;
  /** Votes by the candidates' ids; weights need not be whole. Without any the winner was chosen otherwise. */
  readonly votes?: Readonly<Record<string, number>>;
  /** The episode of the task: it is told of the choice, and cited by what is learned. */
  readonly episode?: string;
}

export const CONSENSUS_LIMITS = {
  candidates: 50,
  /** characters of one candidate's code */
  code: 256 * 1024,
  /** characters of any other text */
  text: 4_000,
} as const;
