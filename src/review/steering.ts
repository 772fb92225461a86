import type { Severity } from '../core/review.ts';
import type { Hit } from './hit.ts';
import { hitsOf, wordFinder } from './regions.ts';

const ALL =
  '(?:(?:all|any|every|each|the|your|my|our|these|those|of|previous|prior|above|earlier|preceding|existing|other|current|original|system|safety|security)\\s+){0,5}';
const ORDERS =
  '(?:instructions?|directions?|directives?|prompts?|guidelines?|guardrails?|orders|constraints|restrictions)';
/** Whom a coding agent works for. */
const PERSON =
  '(?:(?:the|your|any|its)\\s+)?(?:users?|humans?|people|person|developers?|reviewers?|owners?|operators?|maintainers?|anyone|anybody)';
const MODEL =
  '(?:AIs?(?:\\s+(?:language\\s+models?|assistants?|agents?|models?))?|LLMs?|(?:large\\s+)?language\\s+models?|(?:coding\\s+)?assistants?|chat\\s?bots?|(?:GitHub\\s+)?Copilot|Claude(?:\\s+Code)?|Codex|ChatGPT|GPT-?\\d*|Gemini|Cursor)';

interface Phrase {
  /** Words of which one is in every text that the pattern finds, in lower case: looked for first, as that is quick. */
  readonly near: string;
  readonly what: string;
  readonly pattern: RegExp;
  /** Where it is said in other texts, too. */
  readonly severity?: Severity;
}

/** What is said to a model, and not to a reader. Each pattern is bounded, so that a long text costs its length. */
const PHRASES: readonly Phrase[] = [
  {
    near: 'ignore|disregard|forget|overr|bypass|follow|obey',
    what: 'asks to put instructions aside',
    pattern: new RegExp(
      `\\b(?:ignore|disregard|forget|override|overrule|bypass|do\\s+not\\s+(?:follow|obey))\\s+${ALL}${ORDERS}\\b`,
      'giu',
    ),
  },
  {
    near: 'ignore|disregard|forget',
    what: 'asks to put instructions aside',
    pattern:
      /\b(?:ignore|disregard|forget)\s+(?:everything|anything|all|what)\s+(?:(?:that|you)\s+){0,2}(?:(?:was|were|have\s+been|are|is|came|stands)\s+)?(?:said|told|above|before|written|learned|know)\b/giu,
  },
  {
    near: 'tell|mention|inform|notif|alert|reveal|warn|ask|show|report|disclos',
    what: 'asks to keep something from a person',
    pattern: new RegExp(
      `\\b(?:do\\s+not|don['’]?t|never|avoid|must\\s+not|should\\s+not)\\s+(?:ever\\s+)?(?:tell(?:ing)?|mention(?:ing)?|inform(?:ing)?|notify(?:ing)?|alert(?:ing)?|reveal(?:ing)?|warn(?:ing)?|ask(?:ing)?|show(?:ing)?|report(?:ing)?|disclos(?:e|ing))\\s+(?:(?:this|that|it|them|anything|about|to|of)\\s+){0,4}${PERSON}\\b`,
      'giu',
    ),
  },
  {
    near: 'without',
    what: 'asks to keep something from a person',
    pattern:
      /\bwithout\s+(?:ever\s+)?(?:telling|informing|notifying|alerting|warning|asking|showing)\s+(?:(?:this|that|it|to)\s+){0,2}(?:the|your|any)\s+(?:user|human|developer|reviewer|operator|maintainer|owner)s?\b/giu,
  },
  {
    near: 'mention|reveal|disclose|talk|refer',
    what: 'asks to keep something from a person',
    pattern:
      /\b(?:do\s+not|don['’]?t|never)\s+(?:mention|reveal|disclose|talk\s+about|refer\s+to)\s+(?:this|these|that)\s+(?:rule|record|note|memory|instructions?|message|file|line|step)\b/giu,
  },
  {
    near: 'confirmation|permission|approval|consent',
    what: 'asks to act without a yes',
    pattern:
      /\b(?:without|no\s+need\s+for|do\s+not\s+(?:wait\s+for|ask\s+for))\s+(?:(?:asking\s+for|waiting\s+for|any|the|further|a|human|user|user['’]s|explicit|prior)\s+){1,3}(?:confirmation|permission|approval|consent)\b/giu,
  },
  {
    near: 'you',
    what: 'tells a reader who it is',
    pattern:
      /\byou\s+are\s+(?:now|no\s+longer|from\s+now\s+on|hereby)\s+(?:(?:a|an|the|in|bound|allowed|free|authori[sz]ed|running|required|my)\b)/giu,
  },
  {
    near: 'pretend|imagine|act|behave|respond|roleplay',
    what: 'tells a reader who it is',
    pattern:
      /\b(?:pretend|imagine|act|behave|respond|roleplay)\s+(?:to\s+be|that\s+you\s+are|as\s+if\s+you|as\s+(?:a|an)\s+(?:un\w+|different|root|admin\w*|AI|DAN))\b/giu,
  },
  {
    near: 'from',
    what: 'sets a rule for all that follows',
    pattern:
      /\bfrom\s+(?:now|here|this\s+point|this\s+moment)\s+(?:on|onwards?|forward)\s*,?\s+(?:you|always|never|every|respond|answer|all\s+(?:your|answers))\b/giu,
  },
  {
    near: 'instruction|prompt|directive',
    what: 'opens instructions of its own',
    pattern:
      /\b(?:new|updated|revised|real|actual|hidden|secret)\s+(?:system\s+)?(?:instructions?|prompt|directives?)\s*:/giu,
  },
  {
    near: 'prompt|message|instruction',
    what: 'asks for hidden instructions',
    pattern:
      /\b(?:reveal|print|repeat|output|leak|show|dump|return|disclose|quote)\s+(?:(?:me|us|the|your|full|entire|whole|complete|hidden|initial|original)\s+){0,4}(?:system|developer)\s+(?:prompt|message|instructions?)\b/giu,
  },
  {
    near: '<|[inst]|[/inst]',
    what: 'holds marks by which a model tells roles apart',
    pattern:
      /\[\/?INST\]|<<\/?SYS>>|<\|[a-z_]{2,24}\|>|<\/(?:system|assistant|user|human|developer)>|^[ \t]*<(?:system|assistant|human|developer)>|<\/?(?:system[-_]prompt|system[-_]reminder|important[-_]instructions?|nexus-memory|tool[-_](?:call|result|use)s?|function[-_]calls?|function[-_]results?|instructions?|IMPORTANT)(?:\s[^<>\n]{0,80})?>/gmu,
  },
  {
    near: 'human|assistant|ai:|ai :',
    what: 'is written as a turn of a conversation with a model',
    pattern: /^[ \t>#*-]*(?:human|assistant|ai)[ \t]*:[ \t]*\S/gimu,
  },
  {
    near: 'system|developer',
    what: 'is written as a turn of a conversation with a model',
    pattern:
      /^[ \t>#*-]*(?:system|developer)(?:[ \t]+(?:message|prompt|note|override))?[ \t]*:[ \t]*(?:you|your|ignore|always|never|do\s+not|the\s+(?:assistant|agent|model)|all\s+agents|override)\b/gimu,
  },
  {
    near: 'copilot|claude|codex|gpt|gemini|cursor|assistant|bot|model|llm|ai',
    what: 'speaks to a model',
    pattern: new RegExp(
      `\\b(?:attention|dear|hey|hello|note\\s+(?:to|for)|important\\s+for|instructions?\\s+(?:to|for)|message\\s+(?:to|for)|if\\s+you\\s+are|as)\\s+(?:(?:an?|the|any|all|every|other|future|you)\\s+){0,2}${MODEL}\\b(?=\\s*[:,.!]|\\s+(?:reading|that\\s+reads?|working|reviewing|in\\s+this|processing|who|which|you|must|should))`,
      'giu',
    ),
  },
  {
    near: 'copilot|claude|codex|gpt|gemini|cursor|assistant|bot|model|llm|ai',
    what: 'tells a model what to do',
    pattern: new RegExp(
      `\\b${MODEL}\\s+(?:must|should|shall|has\\s+to|have\\s+to|needs?\\s+to|(?:is|are)\\s+(?:required|instructed|authori[sz]ed|expected|obliged)\\s+to)\\s+(?:always\\s+|never\\s+|not\\s+|immediately\\s+|first\\s+)?\\p{L}+`,
      'giu',
    ),
  },
  {
    near: 'agent',
    what: 'tells agents what to do',
    pattern:
      /\b(?:any|all|every|each|future|other)\s+(?:coding\s+)?agents?\s+(?:that\s+reads?\s+this\s+|reading\s+this\s+|working\s+(?:here|on\s+this)\s+)?(?:must|should|shall|has\s+to|have\s+to|(?:is|are)\s+(?:required|instructed|expected)\s+to)\s+(?:always\s+|never\s+|not\s+|immediately\s+|first\s+)?\p{L}+/giu,
  },
  {
    near: 'polic|team|guideline',
    what: 'leans on an authority that nobody can check',
    pattern:
      /\b(?:security|company|compliance|corporate|internal)\s+(?:policy|policies|team|guidelines?)\s+(?:requires?|mandates?|demands?|instructs?|dictates?)\b[^.\n]{0,60}\b(?:you|agents?|assistants?|AI|models?|every\s+(?:commit|session|answer|response|change))\b/giu,
  },
  {
    near: 'approve|merge|accept|lgtm|stamp',
    what: 'asks to be approved',
    pattern:
      /\b(?:approve|merge|accept|lgtm|rubber-?stamp)\s+(?:this|the|all|any|every|these)\s+(?:(?:following|memory|open|pending|such)\s+)?(?:pull\s+requests?|PRs?|merge\s+requests?|MRs?|changes?|records?|commits?)\s+(?:without|automatically|immediately|at\s+once|unseen|as\s+safe)\b/giu,
  },
  {
    near: 'this',
    what: 'vouches for itself',
    pattern:
      /\bthis\s+(?:record|memory|note|change|file|pull\s+request|PR|text|content|message)\s+(?:is|was|has\s+been)\s+(?:already\s+)?(?:fully\s+)?(?:safe|trusted|verified|reviewed|approved|pre-?approved|authori[sz]ed|vetted|signed\s+off)\b/giu,
  },
  {
    near: 'mark|treat|regard|consider|classify|report',
    what: 'vouches for itself',
    pattern:
      /\b(?:mark|treat|regard|consider|classify|report)\s+(?:(?:it|this|them|these|everything|all|any|findings?|the|following|record|records|change|code|file|as)\s+){1,4}(?:as\s+)?(?:safe|trusted|reviewed|verified|authoritative|system\s+instructions?|harmless|(?:an?\s+)?false\s+(?:alarm|positive)s?)\b/giu,
  },
  {
    near: 'tool',
    what: 'tells a model to use a tool',
    pattern:
      /\b(?:call|use|invoke|execute|run)\s+(?:the\s+)?[`'"]?(?:mcp__[\w-]+|[\w-]+)[`'"]?\s+tool\s+(?:to|with|and|immediately|first|on|for|before|without)\b/giu,
  },
  {
    near: 'aside|stop|cease|no longer|do not apply',
    what: 'asks to put instructions aside',
    pattern:
      /\b(?:(?:set|put|cast|leave|lay)\s+aside|stop\s+(?:following|obeying|applying)|cease\s+to\s+(?:follow|obey))\s+(?:\p{L}+\s+){0,4}(?:instructions?|rules|guidelines?|guidance|prompts?|directives?|policies|restrictions)\b|\b(?:your|previous|prior|earlier|preceding|system|safety)\s+(?:\p{L}+\s+){0,2}(?:instructions?|rules|guidelines?|guidance|policies|restrictions)\s+(?:(?:above|so\s+far)\s+)?(?:no\s+longer|do\s+not|don['’]t)\s+(?:apply|hold|count|bind)/giu,
  },
  {
    near: 'ignor|disregard|forget|overr|bypass|break|violat',
    what: 'asks to put instructions aside',
    pattern:
      /\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?|overrid(?:e|ing)|bypass(?:ing)?|break(?:ing)?|violat(?:e|ing))\b[^.\n]{0,40}\b(?:your|previous|prior|above|earlier|preceding|system|safety)\s+(?:(?:safety|security|system|own|core|original|ethical)\s+){0,2}(?:rules|guidance|guidelines?|policies|training|programming|instructions?|prompts?|restrictions)\b/giu,
  },
  {
    near: 'mention|disclos|announc|reveal|repeat|share|quote',
    what: 'asks to keep something from a person',
    pattern:
      /\bwithout\s+(?:mentioning|disclosing|announcing)\s+(?:it|this|that|so)\b|\b(?:do\s+not|don['’]t|never|must\s+not|should\s+not|may\s+not)\s+(?:disclose|reveal|mention|repeat|share|quote|show)\s+(?:this|these|the\s+above)\s+(?:text|note|record|rule|content|comment|section|message|instructions?|line|memory)s?\b/giu,
  },
  {
    near: 'consented|agreed|approved|authori|confirmed',
    what: 'vouches for a yes that nobody can check',
    pattern:
      /\b(?:users?|humans?|owners?|maintainers?|reviewers?|operators?|administrators?)\s+(?:has|have|had)\s+(?:already\s+|previously\s+|fully\s+)?(?:consented|agreed|approved|authori[sz]ed|confirmed|given\s+(?:their\s+)?(?:consent|permission|approval))\b[^.\n]{0,40}\b(?:everything|all|any|this|these|such|whatever|in\s+advance)\b/giu,
  },
  {
    near: 'agent|assistant|model|bot|ai|llm',
    what: 'speaks to a model',
    pattern:
      /\b(?:agents?|assistants?|models?|chatbots?|bots?|AIs?|LLMs?)\s+(?:reading|seeing|processing|parsing|that\s+reads?|who\s+reads?|which\s+reads?|that\s+sees?)\s+(?:this|these|the\s+(?:record|memory|note|file|text|above))\b|\b(?:critical|essential|imperative|mandatory|vital|crucial|required)\s+that\s+(?:the\s+|any\s+|every\s+|all\s+|you,?\s+the\s+|an?\s+)?(?:coding\s+)?(?:assistants?|agents?|models?|AIs?|LLMs?|Copilot|Claude|Codex|Gemini|Cursor)\b/giu,
  },
  {
    near: 'act as|acting as|behave as',
    what: 'tells a reader who it is',
    pattern:
      /\b(?:act|acting|behave)\s+as\s+(?:root|admin(?:istrator)?|superuser|system|the\s+(?:user|owner|maintainer|reviewer|administrator))\b/giu,
  },
  {
    near: 'bypass|disable|skip|evade|circumvent|turn off|switch off|deactivate',
    what: 'asks to go around a protection',
    severity: 'medium',
    pattern:
      /\b(?:bypass|disable|skip|evade|circumvent|turn\s+off|switch\s+off|deactivate)\s+(?:(?:the|all|any|your|its|every|these|this)\s+){1,2}(?:\p{L}+\s+)?(?:sandbox(?:ing)?|safety|guardrails?|safeguards?|security\s+(?:reviews?|checks?|scans?)|approvals?|permission\s+(?:prompts?|checks?)|redaction|confirmations?|content\s+filters?|code\s+reviews?)\b/giu,
  },
  {
    near: '"role"',
    what: 'is written as a turn of a conversation with a model',
    severity: 'medium',
    pattern: /"role"\s*:\s*"(?:system|developer|assistant)"/gu,
  },
  {
    near: 'system|assistant|human|prompt|instruction|message',
    what: 'is written as a turn of a conversation with a model',
    pattern:
      /^#{1,6}[ \t]*(?:system|assistant|human)(?:[ \t]+(?:prompt|message|instructions?))?[ \t]*:?[ \t]*\n+[ \t]*(?:you|your|ignore|always|never|do\s+not|from\s+now)\b|\b(?:BEGIN|START|END)\s+(?:OF\s+)?(?:HIDDEN|SYSTEM|SECRET|NEW|ADMIN|DEVELOPER)\s+(?:PROMPT|INSTRUCTIONS?|MESSAGE)\b/gimu,
  },
  {
    near: 'prompt|instruction|configuration',
    what: 'asks for hidden instructions',
    pattern:
      /\b(?:reveal|print|repeat|output|leak|show|dump|disclose|quote)\s+(?:(?:me|us|all|of|out)\s+){0,3}your\s+(?:(?:system|initial|full|hidden|own|original)\s+){0,2}(?:prompt|instructions|configuration|system\s+message)\b/giu,
  },
  {
    near: 'jailbreak|mode|restrictions',
    what: 'speaks of a model without limits',
    pattern:
      /\b(?:jailbreak|DAN\s+mode|developer\s+mode\s+(?:enabled|on)|god\s+mode|unrestricted\s+mode|no\s+restrictions\s+apply)\b/giu,
  },
  {
    near: 'when|if',
    what: 'sets a rule for what a model answers',
    pattern:
      /\b(?:when(?:ever)?|if)\s+(?:(?:you|an?|the|are|is|agent|assistant|model|next|user)\s+){0,4}(?:asked|reviewing|summari[sz]ing|answering|generating|reading|read)\b[^.\n]{0,80},\s*(?:(?:you|then|instead|also|silently|quietly|secretly|always|never)\s+){1,3}\p{L}+/giu,
  },
  {
    near: 'silently|secretly|quietly|covertly|discreetly',
    what: 'asks for something to be done unseen',
    pattern:
      /\b(?:silently|secretly|quietly|covertly|discreetly)\s+(?:\p{L}+ly\s+)?(?:add|insert|include|append|inject|send|copy|change|replace|remove|delete|disable|install|run|execute|upload|fetch|download|commit|push|approve)\b/giu,
  },
  {
    near: 'ignor|忽略|игнорируй|無視',
    what: 'asks to put instructions aside',
    pattern:
      /ignoriere\s+(?:(?:alle|die|vorherigen|bisherigen|obigen|früheren|deine)\s+){1,4}(?:anweisungen|regeln|vorgaben)|ignore[zr]?\s+(?:toutes\s+)?(?:les\s+|vos\s+|tes\s+)?(?:instructions|consignes)\s+(?:pr[ée]c[ée]dentes|ci-dessus)|ignora\s+(?:todas\s+)?(?:las\s+|tus\s+)?instrucciones\s+(?:anteriores|previas)|忽略(?:之前|以上|前面|所有|先前)[^。\n]{0,12}(?:指令|指示|提示|说明)|игнорируй(?:те)?\s+(?:все\s+)?(?:предыдущие|прежние)\s+(?:инструкции|указания)|(?:以前|上記|これまで|前)の(?:指示|命令)を(?:すべて)?無視/giu,
  },
];

/** Text that steers an agent, in words that a rule can know; a plain false statement is for a person to see. */
export function steering(text: string): readonly Hit[] {
  const has = wordFinder(text);
  return PHRASES.flatMap(({ near, pattern, what, severity }) =>
    has(near)
      ? hitsOf(text, pattern, 'steering', what).map((hit) => ({
          ...hit,
          ...(severity === undefined ? {} : { severity }),
        }))
      : [],
  );
}
