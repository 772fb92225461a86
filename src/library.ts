/** What `import … from 'nexus-memory'` gives. Apart from the façade, so that a verb starts without what only programs use. */

export { type AdaptiveExecutorOptions, createAdaptiveExecutor } from './nexus/adaptive.ts';
export * from './nexus.ts';
