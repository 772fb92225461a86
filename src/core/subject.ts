import { sectionNamed } from './sections.ts';

/** Words that say nothing of a decision's subject. */
const COMMON = new Set(
  'a an and are as at be been by can do does each every for from has have how in instead into is it its new no not of on one only or other our over own so than that the their them then there they this to two use used uses using via we what when where which who why will with without you your all always never must should may also both more most per'.split(
    ' ',
  ),
);

/** The words that a text is about, without their endings. */
export function subjectOf(text: string): ReadonlySet<string> {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{N}_.+#-]*/gu) ?? [];
  return new Set(
    words
      .map((word) => word.replace(/[.+_-]+$/, ''))
      .filter((word) => word.length > 2 && !COMMON.has(word))
      .map((word) => word.replace(/(?:ies|es|s|ed|ing|e)$/, '')),
  );
}

/** What a decision says it ruled out; empty where it says nothing of that. */
export function ruledOutIn(body: string): string {
  return sectionNamed(body, 'Ruled out') ?? '';
}
