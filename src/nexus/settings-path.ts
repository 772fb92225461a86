import { MEMORY_ROOT } from '../core/kinds.ts';

export const CONFIG_PATH = `${MEMORY_ROOT}/config.yaml`;
