import { describe, expect, test } from 'vitest';
import { commands, detected, named, values } from './detected.ts';

describe('a Python project', () => {
  test('by PEP 621, with uv', () => {
    const facts = detected({
      'pyproject.toml': `
[project]
name = "ledger-api"
description = "Bookkeeping over HTTP"
requires-python = ">=3.11"
dependencies = ["uvicorn[standard]>=0.30; sys_platform != 'win32'", "FastAPI~=0.115", "secret @ https://user:pw@example.org/x.whl"]
[project.optional-dependencies]
lint = ["ruff>=0.6"]
[project.scripts]
ledger = "ledger_api.cli:main"
[dependency-groups]
dev = ["pytest>=8", {include-group = "lint"}]
[build-system]
requires = ["hatchling>=1.25"]
[tool.poe.tasks]
serve = "uvicorn ledger_api.app:app"
_hidden = "x"
`,
      'uv.lock': '',
      'src/ledger_api/cli.py': '',
      'src/ledger_api/__main__.py': '',
      'tests/test_app.py': '',
    });
    expect(facts.name).toEqual({ value: 'ledger-api', from: 'pyproject.toml' });
    expect(named(facts.stack)).toEqual(['Python >=3.11', 'FastAPI ~=0.115', 'Hatchling >=1.25']);
    expect(named(facts.dependencies)).toEqual(['fastapi ~=0.115', 'uvicorn >=0.30', 'secret']);
    expect(values(facts.types)).toEqual(['web service (pyproject.toml)', 'CLI tool (pyproject.toml)']);
    expect(values(facts.packageManagers)).toEqual(['uv (uv.lock)']);
    expect(commands(facts)).toEqual(['uv sync', 'uv run pytest', 'uv run poe serve']);
    expect(named(facts.tests.frameworks)).toEqual(['pytest >=8']);
    expect(values(facts.checks)).toEqual(['Ruff (pyproject.toml)']);
    expect(facts.entryPoints.map(({ path, what }) => `${what}: ${path}`)).toEqual([
      'command ledger: src/ledger_api/cli.py',
      'program: src/ledger_api/__main__.py',
    ]);
  });

  test('by Poetry, with hatch, tox and nox tasks', () => {
    const facts = detected({
      'pyproject.toml': `
[tool.poetry]
name = "etl"
description = "Nightly loads"
[tool.poetry.dependencies]
python = "^3.10"
pandas = "^2.2"
sqlalchemy = { version = "^2.0", extras = ["asyncio"] }
local = { path = "../local" }
[tool.poetry.group.dev.dependencies]
pytest = "^8"
[tool.hatch.envs.docs.scripts]
build = "mkdocs build"
`,
      'poetry.lock': '',
      'tox.ini': '[tox]\nenvlist =\n    py{310,311}\n    lint, types\n',
      'noxfile.py':
        "import nox\n\n@nox.session(python='3.12')\n@nox.parametrize('x', [1])\ndef integration(session, x):\n    pass\n",
    });
    expect(named(facts.dependencies)).toEqual(['pandas ^2.2', 'sqlalchemy ^2.0', 'local']);
    expect(commands(facts)).toEqual([
      'poetry install',
      'poetry run pytest',
      'hatch run docs:build',
      'tox -e lint',
      'tox -e types',
      'nox -s integration',
    ]);
  });

  test('by setup.py, read and never run, and requirements', () => {
    const facts = detected({
      'setup.py': `
from setuptools import setup
import os; os.system('touch ran')
requires = ["click>=8", "uvicorn[standard]>=0.2"]
about = {}
setup(name="hello", description="Says hello", python_requires=">=3.8", install_requires=requires,
      version=about["v"], entry_points={"console_scripts": ["hello = hello.cli:main"]})
`,
      'hello/cli.py': '',
      'requirements-dev.txt':
        '-r requirements.txt\n# tools\npytest==8.3.2\n--hash=x\nhttps://example.org/a.whl\n',
    });
    expect(facts.name?.value).toBe('hello');
    expect(named(facts.dependencies)).toEqual(['click >=8', 'uvicorn >=0.2']);
    expect(named(facts.tests.frameworks)).toEqual(['pytest ==8.3.2']);
    expect(facts.entryPoints[0]).toMatchObject({ path: 'hello/cli.py', what: 'command hello' });
    expect(commands(facts)).toEqual(['pip install -e .', 'python -m pytest']);
  });

  test('by setup.cfg', () => {
    const facts = detected({
      'setup.cfg': `[metadata]
name = paths
description = Paths with manners
[options]
python_requires = >=3.9
install_requires =
    attrs>=23
    tomli; python_version < "3.11"
[options.entry_points]
console_scripts =
    paths = paths.main:run
[tool:pytest]
addopts = -q
`,
      'setup.py': 'from setuptools import setup\nsetup()\n',
    });
    expect(named(facts.stack)).toEqual(['Python >=3.9']);
    expect(named(facts.dependencies)).toEqual(['attrs >=23', 'tomli']);
    expect(values(facts.types)).toEqual(['CLI tool (setup.cfg)']);
    expect(named(facts.tests.frameworks)).toEqual(['pytest']);
  });

  test('by a Pipfile; by requirements and manage.py', () => {
    const pipenv = detected({
      Pipfile: '[packages]\nflask = "*"\n[dev-packages]\npytest = "*"\n[requires]\npython_version = "3.12"\n',
    });
    expect(named(pipenv.stack)).toEqual(['Python 3.12', 'Flask']);
    expect(commands(pipenv)).toEqual(['pipenv install --dev', 'pipenv run pytest']);
    const django = detected({
      'requirements.txt': 'Django==5.1\npsycopg2-binary>=2.9\n',
      'manage.py': '',
      '.python-version': '3.12.4\n',
    });
    expect(values(django.types)).toEqual(['web service (requirements.txt)']);
    expect(named(django.stack)).toEqual(['Python 3.12.4', 'Django ==5.1']);
    expect(commands(django)).toEqual([
      'pip install -r requirements.txt',
      'python manage.py runserver',
      'python manage.py migrate',
      'python manage.py test',
    ]);
  });

  test('is none where there are only settings of tools, or the manifest is broken', () => {
    for (const text of ['[tool.ruff]\nline-length = 100\n', '[project\nname = "x"\n'])
      expect(detected({ 'pyproject.toml': text, 'a.py': '' })).toMatchObject({
        stack: [],
        dependencies: [],
        tasks: [],
      });
  });
});
