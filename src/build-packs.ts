import { writePackSegments } from './nexus/pack-segments.ts';

// A step of the build; see package.json.
await writePackSegments();
