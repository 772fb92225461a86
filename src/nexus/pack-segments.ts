import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PACK_NAMES } from '../core/pack.ts';
import { packSegmentPath } from '../repo/pack-files.ts';
import { docOfRecord } from '../search/document.ts';
import { buildSegment } from '../search/segment-write.ts';
import { recordsOfPack } from './packs.ts';

/** Writes each pack as the index reads it, so that a recall parses none of its records. */
export async function writePackSegments(): Promise<void> {
  for (const pack of PACK_NAMES) {
    const records = await recordsOfPack(pack);
    const path = packSegmentPath(pack);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, buildSegment(records.map((one) => docOfRecord(one.record, one.path, { pack }))));
  }
}
