/** For a program that is still being loaded: apart from the façade, which is not yet there. */
export { type Ahead, type AskedAhead, askGitAhead } from '../repo/ahead.ts';
