import { IDIOMS, type Idiom } from '../core/code.ts';
import type { UnitFacts } from './facts.ts';

type Rule = (unit: UnitFacts) => boolean;

/** Each idiom with its evidence. Names that a language or a library gives count; names that people choose do not. */
const RULES: Readonly<Record<Idiom, Rule>> = {
  'context-manager': (unit) =>
    decorated(unit, /(?:^|\.)a?(?:sync)?contextmanager$/) ||
    (isClass(unit) &&
      ((has(unit, '__enter__') && has(unit, '__exit__')) ||
        (has(unit, '__aenter__') && has(unit, '__aexit__')) ||
        unit.members.some((name) => /^\[Symbol\.(?:d|asyncD)ispose\]$/.test(name)) ||
        based(unit, /^(?:Auto)?Closeable$|^I(?:Async)?Disposable$|^Drop$/))),
  dataclass: (unit) =>
    isClass(unit) &&
    (decorated(unit, /(?:^|\.)dataclass$|^attr\.s$|^attrs?\.(?:define|frozen)$|^Data$/) ||
      based(unit, /(?:^|\.)(?:NamedTuple|TypedDict|BaseModel)$/) ||
      unit.types.has('record_declaration')),
  descriptor: (unit) => isClass(unit) && unit.language === 'python' && has(unit, '__get__'),
  generator: (unit) =>
    isFunction(unit) &&
    ['yield', 'yield_expression', 'yield_statement', 'co_yield_statement'].some((type) =>
      unit.types.has(type),
    ) &&
    unit.language !== 'ruby' &&
    !decorated(unit, /contextmanager$|fixture$/),
  iterator: (unit) =>
    isClass(unit) &&
    (has(unit, '__next__') ||
      has(unit, '[Symbol.iterator]') ||
      has(unit, '[Symbol.asyncIterator]') ||
      based(unit, /(?:^|[.:\\])(?:Iterator|Iterable|IteratorAggregate|IEnumerable|IEnumerator)$/)),
  decorator: (unit) =>
    isFunction(unit) &&
    unit.language === 'python' &&
    unit.calls.some((call) => /^(?:functools\.)?wraps$/.test(call)),
  property: (unit) =>
    unit.kind === 'method' &&
    (decorated(unit, /(?:^|\.)(?:property|cached_property|setter)$/) ||
      (/^(?:typescript|tsx|javascript)$/.test(unit.language) &&
        /^(?:static\s+)?(?:get|set)\s+[\w#[]/.test(signature(unit)))),
  enumeration: (unit) =>
    isClass(unit) &&
    (based(unit, /(?:^|\.)(?:Enum|IntEnum|StrEnum|Flag|IntFlag)$/) ||
      unit.types.has('enum_declaration') ||
      unit.types.has('enum_item')),
  'abstract-base': (unit) =>
    isClass(unit) &&
    (based(unit, /(?:^|\.)ABC$/) ||
      (unit.language === 'python' && /metaclass\s*=\s*(?:abc\.)?ABCMeta/.test(unit.code)) ||
      unit.types.has('abstract_class_declaration') ||
      (/^(?:java|c-sharp|php)$/.test(unit.language) && /^[^{]*\babstract\b[^{]*\bclass\b/.test(unit.code)) ||
      (unit.language === 'cpp' && /\bvirtual\b[^;{]*=\s*0\s*;/.test(unit.code))),
  protocol: (unit) =>
    isClass(unit) &&
    (based(unit, /(?:^|\.)Protocol(?:\[|$)/) ||
      unit.types.has('interface_declaration') ||
      unit.types.has('interface_type') ||
      unit.types.has('trait_item')),
  'exception-hierarchy': (unit) =>
    isClass(unit) &&
    (based(unit, /(?:Error|Exception|Throwable|Warning)$|^std::(?:exception|(?:runtime|logic)_error)$/) ||
      decorated(unit, /^(?:thiserror::)?Error$/) ||
      (unit.language === 'go' && has(unit, 'Error'))),
  'error-context': (unit) => keepsCause(unit),
  retry: (unit) =>
    isFunction(unit) &&
    (decorated(unit, /(?:^|\.)(?:retry|on_exception|retryable)$/i) ||
      (unit.loops > 0 &&
        ANSWERS.some((type) => unit.types.has(type)) &&
        /attempt|retr(?:y|ies)|\btries\b|backoff/i.test(unit.code))),
  fixture: (unit) =>
    decorated(unit, /(?:^|\.)fixture$|^(?:Before(?:Each|All)?|SetUp|OneTimeSetUp)$/) ||
    (unit.kind === 'method' && /^(?:setUp|setUpClass|asyncSetUp)$/.test(unit.name)),
  'parametrised-test': (unit) =>
    decorated(
      unit,
      /(?:^|\.)parametrize$|^parameterized(?:\.expand)?$|^(?:ParameterizedTest|Theory|DataProvider|rstest)$|^TestCase$/,
    ) ||
    (unit.language === 'go' && /^Test/.test(unit.name) && unit.loops > 0 && unit.calls.includes('t.Run')),
  'dependency-injection': (unit) => isInjected(unit),
  pipeline: (unit) =>
    isFunction(unit) &&
    (CHAIN.test(unit.code) ||
      (unit.language === 'python' && (unit.code.match(/=\s*\([^\n]*?\bfor\b/g) ?? []).length > 1) ||
      unit.calls.some((call) => /(?:^|\.)(?:make_pipeline|pipeline)$|^Pipeline$/.test(call))),
  builder: (unit) =>
    isClass(unit) &&
    unit.members.some((name) => /^build$/i.test(name)) &&
    (unit.code.match(/\breturn\s+(?:\$?this|self|\*this)\s*(?:;|\n)/g) ?? []).length > 1,
  singleton: (unit) =>
    isClass(unit) &&
    ((has(unit, '__new__') && /\b_+instance\b/.test(unit.code)) ||
      (unit.members.some((name) => /^get_?instance$/i.test(name)) && /\bstatic\b/.test(unit.code))),
  factory: (unit) =>
    isFunction(unit) &&
    ((decorated(unit, /^classmethod$/) && /\breturn\s+cls\(/.test(unit.code)) ||
      (/^(?:create|make|new|build)(?=[A-Z_])/i.test(unit.name) &&
        /\breturn\s+(?:new\s+|&)?[A-Z]\w*\s*[({]/.test(unit.code))),
  'concurrent-tasks': (unit) =>
    isFunction(unit) && (unit.types.has('go_statement') || unit.calls.some((call) => TASKS.test(call))),
  'type-guard': (unit) =>
    isFunction(unit) &&
    // Its own type, not that of a callback in it.
    ((unit.types.has('type_predicate') &&
      /^[^{=]*\)\s*:\s*(?:asserts\s+)?(?:\w+\s+is|this\s+is)\b/.test(unit.code)) ||
      /->\s*(?:\w+\.)?Type(?:Guard|Is)\[/.test(unit.code)),
  'resource-cleanup': (unit) => isFunction(unit) && CLEANS.some((type) => unit.types.has(type)),
};

/** Idioms that a unit shows. */
export function idiomsOf(unit: UnitFacts): Idiom[] {
  return IDIOMS.filter((name) => RULES[name](unit));
}

const isClass = (unit: UnitFacts): boolean => unit.kind === 'class';
const isFunction = (unit: UnitFacts): boolean => unit.kind === 'function' || unit.kind === 'method';
const has = (unit: UnitFacts, member: string): boolean => unit.members.includes(member);
const based = (unit: UnitFacts, base: RegExp): boolean => unit.bases.some((name) => base.test(name));
const decorated = (unit: UnitFacts, word: RegExp): boolean => unit.decorators.some((name) => word.test(name));
const signature = (unit: UnitFacts): string => unit.code.slice(0, 200);

const ANSWERS = ['except_clause', 'except_group_clause', 'catch_clause', 'rescue', 'catch'];

const CLEANS = [
  'finally_clause',
  'with_statement',
  'defer_statement',
  'try_with_resources_statement',
  'using_statement',
  'ensure',
];

const TASKS =
  /^(?:asyncio\.(?:gather|create_task|wait|as_completed|TaskGroup)|Promise\.(?:all|allSettled|race|any)|(?:concurrent\.futures\.|futures\.)?(?:Thread|Process)PoolExecutor|tokio::(?:spawn|join!?)|std::async|std::thread|thread::spawn|Thread\.new|CompletableFuture\.\w+|Task\.(?:WhenAll|WhenAny|Run))$/;

const STEP = String.raw`(?:\.|->)\s*(?:map|filter|reduce|flatMap|flat_map|filter_map|fold|collect|select|reject|where|Select|Where|OrderBy|GroupBy|ToList|group_by|groupBy|sort_by|sorted|distinct|limit|take|skip|query|assign|groupby|agg|merge|sort_values|reset_index|dropna|pipe)`;
const BETWEEN = String.raw`\s*(?:\(|\{)[^;]{0,200}?[)}]\s*`;
/** Three steps in one statement, each on what the one before gives. */
const CHAIN = new RegExp(`${STEP}${BETWEEN}${STEP}${BETWEEN}${STEP}\\b`);

/** A caught error goes on as the cause of the one that is thrown. */
function keepsCause(unit: UnitFacts): boolean {
  if (unit.kind !== 'handler')
    return (
      isFunction(unit) &&
      unit.language === 'rust' &&
      unit.calls.some((call) => /\.(?:with_)?context$|\.wrap_err$/.test(call))
    );
  const { code } = unit;
  if (unit.language === 'python') return /\braise\b[^\n]*\bfrom\s+(?!None\b)\w/.test(code);
  if (unit.language === 'go')
    return /\breturn\b[^\n]*\b(?:fmt\.Errorf|errors\.Wrapf?)\([^\n]*\berr\b/.test(code);
  if (/^(?:typescript|tsx|javascript)$/.test(unit.language))
    return /\bthrow\s+new\b[^;]*\bcause\b/.test(code);
  const caught = /^catch\s*\([^)]*?\$?(\w+)\s*\)/.exec(code)?.[1];
  return caught !== undefined && new RegExp(`\\bthrow\\s+new\\b[^;]*[,(]\\s*\\$?${caught}\\s*\\)`).test(code);
}

/** What a thing works with is given to it, by a container or by who makes it. */
function isInjected(unit: UnitFacts): boolean {
  if (decorated(unit, /^(?:Injectable|Inject|Autowired|inject|injectable|inject\.autoparams)$/)) return true;
  if (!isFunction(unit)) return false;
  const head = unit.code.slice(0, 1_500);
  if (unit.language === 'python')
    return (
      /^\s*(?:async\s+)?def\s+\w+\s*\([\s\S]*?(?:=\s*|\[[^\]]*,\s*)(?:\w+\.)?Depends\(/.test(head) ||
      (unit.name === '__init__' &&
        /self\.(\w+)\s*=\s*(\w+)\s+(?:or|if\s+\2\s+is\s+not\s+None\s+else)\s+[A-Z][\w.]*\(/.test(unit.code))
    );
  if (/^(?:typescript|tsx)$/.test(unit.language))
    return (
      unit.name === 'constructor' &&
      (head.match(/\b(?:private|protected|public)\s+(?:readonly\s+)?\w+\s*:\s*[A-Z]\w*/g) ?? []).length > 1
    );
  if (unit.language === 'c-sharp')
    return unit.name === unit.owner && (head.match(/[(,]\s*I[A-Z]\w*(?:<[^>]*>)?\s+\w+/g) ?? []).length > 0;
  return false;
}
