/** A side of a problem: what to look for, and the words of a request that make it the side that is meant. */
export interface Aspect {
  readonly look: string;
  readonly cues?: string;
}

export interface ProblemType {
  readonly title: string;
  /** Words and phrases that tell it, separated by commas. */
  readonly cues: string;
  /** The same, but each alone proves nothing. */
  readonly hints?: string;
  /** The usual answers first; what a request asks for in particular comes before them. */
  readonly aspects: readonly Aspect[];
  /** Categories of patterns that answer it. */
  readonly categories: readonly string[];
}

/**
 * **The one table of problem types**: how a request is recognised, and what is looked for beside its own words. The first
 * aspects are what an experienced person thinks of at once. Words are compared by their stems.
 */
export const PROBLEM_TYPES = {
  performance: {
    title: 'performance',
    cues: 'slow, performance, optimise, optimize, faster, fast, speed, speed up, bottleneck, latency, takes long, takes hours, too long, profile, profiler, profiling, cpu time, inefficient, sluggish',
    hints: 'ram, memory, lag, hangs, wait',
    aspects: [
      {
        look: 'profile before optimising cProfile bottleneck cpu-prof',
        cues: 'profile, bottleneck, measure, where',
      },
      {
        look: 'right data structure set dict lookup Map',
        cues: 'lookup, search, membership, list, data structure',
      },
      {
        look: 'cache computed again memoise lru_cache',
        cues: 'cache, again and again, repeated, recompute, memoise',
      },
      { look: 'lazy evaluation expensive work import', cues: 'lazy, startup, start up, expensive' },
    ],
    categories: ['problem-solving'],
  },
  'data-processing': {
    title: 'data processing',
    cues: 'data processing, pipeline, ETL, csv, parquet, dataframe, dataset, transform, batch job, data flow, tabular, spreadsheet, aggregate',
    hints: 'data, import, export, process, records, rows, convert, parse, group, count, filter, nightly',
    aspects: [
      { look: 'ETL pipeline workflow stages', cues: 'pipeline, etl, nightly, workflow' },
      { look: 'generator expressions iterator lazy memory', cues: 'ram, memory, large, huge, big, gb' },
      { look: 'pandas tabular data DataFrame', cues: 'csv, table, dataframe, spreadsheet, excel, column' },
      { look: 'error handling that helps, exceptions, bad rows' },
      {
        look: 'streaming large datasets chunks backpressure',
        cues: 'ram, memory, large, huge, big, gb, stream',
      },
      {
        look: 'collections Counter defaultdict groupby group count',
        cues: 'group, count, tally, index, per',
      },
    ],
    categories: ['architecture', 'code', 'library'],
  },
  api: {
    title: 'API',
    cues: 'api, rest, endpoint, http service, web service, graphql, web api, rest service, openapi, microservice, backend service, json over http',
    hints: 'service, http, server, request, response, route, client, web',
    aspects: [
      { look: 'FastAPI REST API HTTP endpoint schema' },
      {
        look: 'Pydantic data validation boundary schema',
        cues: 'validate, validation, input, payload, body',
      },
      { look: 'async await I/O-bound work', cues: 'async, concurrent, many' },
      { look: 'async database access asyncpg pool', cues: 'database, postgres, sql, data' },
    ],
    categories: ['architecture', 'library'],
  },
  database: {
    title: 'database access',
    cues: 'database, sql, postgres, postgresql, mysql, sqlite, orm, query, transaction, connection pool, migrations',
    hints: 'connection, table, schema, rows, storage, load',
    aspects: [
      { look: 'database operations SQLAlchemy ORM session' },
      {
        look: 'database connection pooling transactions',
        cues: 'connection, connections, pool, load, exhausted, too many',
      },
      { look: 'repository data access behind an interface', cues: 'interface, swap, layer, decouple' },
    ],
    categories: ['architecture', 'problem-solving', 'design', 'library'],
  },
  concurrency: {
    title: 'concurrency',
    cues: 'async, await, asyncio, concurrent, concurrency, parallel, thread, threads, multiprocessing, all cores, cores, processes, race condition, deadlock, event loop, at once, same time, simultaneous, promise, worker',
    hints: 'cpu, block, wait, fetch, loop, hangs, timeout, cancel',
    aspects: [
      {
        look: 'async await I/O-bound tasks TaskGroup',
        cues: 'fetch, network, services, io, api, web, call, url, download',
      },
      {
        look: 'process pool CPU-bound multiprocessing worker threads',
        cues: 'cpu, core, cores, compute, image, resize, hash, encode, event loop',
      },
      { look: 'bounded concurrency independent work loop await', cues: 'loop, limit, page' },
      { look: 'cancel timeout AbortSignal', cues: 'cancel, timeout, stop, abort' },
    ],
    categories: ['architecture', 'problem-solving', 'best-practice'],
  },
  scalability: {
    title: 'scalability',
    cues: 'scale, scaling, scalability, scalable, throughput, high load, under load, thousands of, millions of, concurrent users, number of users, horizontal',
    hints: 'load, traffic, servers',
    aspects: [
      { look: 'async many I/O-bound tasks at once' },
      { look: 'process pools CPU-bound throughput', cues: 'cpu, compute' },
      { look: 'database connection pooling', cues: 'database, connection, postgres, mysql' },
      { look: 'caching Redis memcached shared cache', cues: 'cache, servers, same' },
    ],
    categories: ['problem-solving', 'architecture'],
  },
  'background-work': {
    title: 'background work',
    cues: 'background, background job, background task, queue, job queue, schedule, scheduled, cron, celery, later, outside of the request, asynchronously, defer, send mail, newsletter',
    hints: 'job, task, nightly, request, send, email',
    aspects: [
      { look: 'background tasks queue Celery worker jobs' },
      { look: 'graceful shutdown', cues: 'deploy, shutdown' },
    ],
    categories: ['library', 'architecture'],
  },
  debugging: {
    title: 'debugging',
    cues: 'debug, debugging, debugger, bug, crash, crashes, breakpoint, step through, stack trace, traceback, reproduce, wrong result, strange behaviour, mysterious, investigate, memory leak, leak, flaky',
    hints: 'fails, failing, error, broken, wrong, why, keeps, sometimes, grows, growing, dies',
    aspects: [
      { look: 'debugger pdb inspector breakpoint', cues: 'step, breakpoint, crash, debugger' },
      { look: 'strategic logging points', cues: 'log, production, trace' },
      { look: 'isolate a problem with a unit test, reproduce', cues: 'reproduce, isolate, flaky, sometimes' },
      { look: 'static analysis type checker linter', cues: 'static, type, lint' },
      { look: 'memory leak heap snapshots', cues: 'memory, leak, heap, grows, growing' },
    ],
    categories: ['problem-solving'],
  },
  'error-handling': {
    title: 'error handling',
    cues: 'error handling, exception, exceptions, handle errors, try except, try catch, cleanup, clean up, retry, try again, rethrow, swallow, finally, failure, fault tolerance, resilient, release',
    hints: 'error, errors, fails, fail, crash, message, wrong, network',
    aspects: [
      { look: 'custom exception hierarchies domain errors', cues: 'hierarchy, domain, custom, subclass' },
      { look: 'try except finally cleanup', cues: 'cleanup, clean, close, finally, release, file' },
      { look: 'error handling that helps the next person', cues: 'message, helpful' },
      { look: 'context managers resource using dispose', cues: 'resource, close, file, release, lock' },
      { look: 'retry backoff jitter', cues: 'retry, again, network, transient, flaky' },
    ],
    categories: ['code', 'best-practice'],
  },
  validation: {
    title: 'validation of input',
    cues: 'validate, validation, user input, invalid input, check input, form input, sanitise, sanitize, json schema, parse input, untrusted',
    hints: 'input, check, wrong, outside, schema, json, payload',
    aspects: [
      { look: 'validation early returns clear messages', cues: 'message, tell, early, wrong' },
      {
        look: 'data validation Pydantic model schema boundary Zod',
        cues: 'json, schema, payload, outside, boundary',
      },
    ],
    categories: ['code', 'architecture', 'library'],
  },
  testing: {
    title: 'testing',
    cues: 'test, tests, testing, unit test, pytest, mock, mocking, stub, fixture, coverage, test suite, tdd, regression, vitest, jest, flaky test, property-based',
    hints: 'setup, inputs, fake',
    aspects: [
      { look: 'pytest fixtures test setup', cues: 'setup, fixture, database' },
      {
        look: 'parametrised tests many scenarios table-driven',
        cues: 'inputs, different, cases, many, twenty, same test',
      },
      { look: 'mocking external dependencies', cues: 'mock, fake, without, external, sends, service, stub' },
      { look: 'fake timers injected clocks', cues: 'time, clock, date, timer' },
      { look: 'property-based testing', cues: 'random, property, generated, edge' },
      { look: 'reproduce a flaky test', cues: 'flaky, sometimes' },
    ],
    categories: ['code', 'library', 'problem-solving'],
  },
  structure: {
    title: 'project structure',
    cues: 'project structure, folder structure, organise, organize, architecture, layered, modules, import cycle, package layout, monorepo, dependency injection, decouple, decoupling, separation of concerns, interface',
    hints: 'structure, layout, package, packages, module, import, folder, layer',
    aspects: [
      {
        look: 'package-based project structure layers modules',
        cues: 'structure, layout, folder, organise, module, modules, layer',
      },
      { look: 'dependency injection testability', cues: 'inject, decouple, swap, testable' },
      { look: 'imports work circular import', cues: 'import, imports, cycle' },
      { look: 'monorepo workspaces', cues: 'monorepo, packages, repository' },
      { look: 'abstract base classes protocols interfaces', cues: 'interface, abstract, contract, protocol' },
    ],
    categories: ['architecture', 'design'],
  },
  configuration: {
    title: 'configuration',
    cues: 'configuration, config, settings, environment variable, env var, secret, secrets, password, passwords, credentials, feature flag, staging and production, dotenv',
    hints: 'production, staging, differ, keys',
    aspects: [{ look: 'configuration environment variables settings typed' }],
    categories: ['architecture'],
  },
  'command-line': {
    title: 'command line',
    cues: 'command line, command-line, cli, subcommand, subcommands, argparse, flags, arguments parser, terminal tool, script options, parse flags',
    hints: 'tool, options, arguments, script',
    aspects: [{ look: 'command-line interface argparse parseArgs' }],
    categories: ['architecture'],
  },
  maintenance: {
    title: 'maintenance',
    cues: 'maintain, maintenance, maintainable, legacy, refactor, readable, readability, documentation, docstring, type hints, typing, code review, code style, formatter, formatting, lint, linter, quotes, line length, technical debt, ci, continuous integration, pre-commit',
    hints: 'reviews, style, types, compiler, arguments, quality, hooks',
    aspects: [
      { look: 'type hints checked documentation', cues: 'type, types, typing, hints, annotation' },
      { look: 'docstrings with examples', cues: 'document, documentation, docstring, docs' },
      { look: 'automated tests continuous integration', cues: 'ci, test, integration, pipeline, pre-commit' },
      {
        look: 'one formatter Black Ruff Biome formatting',
        cues: 'format, formatter, style, quotes, line length, lint',
      },
    ],
    categories: ['problem-solving', 'library', 'best-practice'],
  },
  types: {
    title: 'types and data modelling',
    cues: 'type safety, union, enum, generic, generics, compiler, data class, dataclass, model the state, discriminated, exhaustive, immutable, any type, narrowing, branded',
    hints: 'state, states, type, types, ids, strings, case, cases, class, value, object, fields',
    aspects: [
      { look: 'discriminated unions states', cues: 'state, states, either, loading' },
      { look: 'exhaustive switch never', cues: 'case, cases, handle, forgot, exhaustive' },
      { look: 'branded types ids units', cues: 'id, ids, unit, string, strings' },
      { look: 'data classes simple data containers', cues: 'class, fields, container, struct' },
      { look: 'unknown guards narrowed type assertions', cues: 'unknown, assertion, cast, any' },
    ],
    categories: ['code', 'best-practice'],
  },
  dependencies: {
    title: 'dependencies and tooling',
    cues: 'dependency management, lock file, lockfile, pin, pin versions, pip, poetry, uv, npm, requirements, virtualenv, virtual environment, install packages, bundler, bundle, package manager',
    hints: 'versions, install, packages, upgrade, dependencies, package',
    aspects: [
      { look: 'dependency management lock Poetry uv npm lockfiles' },
      { look: 'publishing bundling package exports', cues: 'publish, bundle, exports, release' },
    ],
    categories: ['library'],
  },
  deployment: {
    title: 'deployment and operation',
    cues: 'deploy, deployment, container, docker, dockerfile, kubernetes, image, production server, gunicorn, uvicorn, serve, hosting, rollout, shutdown',
    hints: 'production, server, web app, release, run',
    aspects: [
      { look: 'Docker images containers', cues: 'container, docker, image, kubernetes' },
      { look: 'serving Gunicorn Uvicorn', cues: 'serve, server, app, web app, gunicorn' },
      { look: 'graceful shutdown', cues: 'shutdown, sigterm' },
    ],
    categories: ['library', 'architecture'],
  },
  observability: {
    title: 'logging and monitoring',
    cues: 'logging, log line, logs, monitoring, monitor, metrics, alert, alerts, tracing, observability, dashboard, telemetry',
    hints: 'log, trace, production, id of its request, line',
    aspects: [
      { look: 'monitoring logs metrics OpenTelemetry', cues: 'monitor, metric, alert, trace' },
      { look: 'structured logging levels context', cues: 'log, logs, logging, line, context, request' },
    ],
    categories: ['library', 'code', 'problem-solving'],
  },
  science: {
    title: 'data science',
    cues: 'numpy, matrix, matrices, numerical, plot, chart, charts, graph of, visualise, visualize, visualisation, notebook, jupyter, statistics, machine learning, linear algebra, scientific, diagram',
    hints: 'data, draw, measurements, explore, array, paper',
    aspects: [
      {
        look: 'visualisation Matplotlib seaborn plot',
        cues: 'plot, chart, draw, visualise, visualize, diagram, figure',
      },
      { look: 'NumPy numerical computing arrays', cues: 'matrix, matrices, numerical, array, vector' },
      { look: 'notebooks exploration', cues: 'notebook, jupyter, explore' },
      { look: 'pandas tabular data', cues: 'table, csv, dataframe' },
    ],
    categories: ['library'],
  },
  'other-language': {
    title: 'coming from another language',
    cues: 'java, c++, cpp, coming from, come from, used to write, equivalent of, equivalent, instead of java, translate, port, raii, getters, setters, template, templates, header file',
    hints: 'interface, pointer, instead, here, replaces',
    aspects: [
      { look: 'Java interfaces generics in Python', cues: 'interface, generic, generics, abstract' },
      { look: 'C++ RAII in Python', cues: 'raii, scope, release' },
      { look: 'Java getters setters builders in Python', cues: 'getter, setter, builder, property' },
      { look: 'Java streams collections in Python', cues: 'stream, collection, map, filter' },
      { look: 'C++ templates overloading in Python', cues: 'template, overload' },
    ],
    categories: ['mapping'],
  },
} as const satisfies Readonly<Record<string, ProblemType>>;
