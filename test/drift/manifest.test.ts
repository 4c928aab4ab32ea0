// What Teams shows of the bot and what the bot does: the manifest, its icons, and the tables they repeat.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { AppManifestUtils, type TeamsManifestV1D25 } from '@microsoft/app-manifest';
import { describe, it } from 'mocha';
import { commands } from '../../src/bot/commands/commands.ts';
import { createTranslate } from '../../src/text/translate.ts';

const fileOf = (path: string) => new URL(`../../${path}`, import.meta.url);
const read = (path: string) => readFileSync(fileOf(path), 'utf8');
const template = read('appPackage/manifest.json');
const manifest = JSON.parse(template) as TeamsManifestV1D25.TeamsManifestV1D25;
const [bot] = manifest.bots ?? [];
const t = createTranslate('en');

/** A value that the placeholder's name asks for. */
function valueFor(key: string): string {
  if (key.endsWith('_ID')) return '00000000-0000-4000-8000-000000000001';
  return key.endsWith('_URL') ? 'https://www.fabrikam.com/about' : 'Fabrikam';
}

const filled = JSON.parse(
  template.replace(/\$\{\{(\w+)\}\}/g, (_, key: string) => valueFor(key)),
) as TeamsManifestV1D25.TeamsManifestV1D25;

describe('the commands of the manifest', () => {
  it('are offered in every scope that the bot has, by one list each', () => {
    const listed = bot?.commandLists?.map(({ scopes }) => scopes);

    assert.deepEqual(bot?.scopes, ['team', 'groupChat', 'personal']);
    assert.deepEqual(listed, [['team'], ['groupChat'], ['personal']]);
  });

  it('are those that the bot knows, in the order and the words of its help', () => {
    const known = commands.map(({ name, help }) => ({ title: name, description: t(help) }));

    for (const list of bot?.commandLists ?? []) assert.deepEqual(list.commands, known);
  });

  it('fit the menu: twelve, in the lengths that Teams allowed before it allowed more', () => {
    assert.ok(commands.length <= 12);
    for (const { name, help } of commands) {
      assert.ok(name.length <= 32, name);
      assert.ok(t(help).length <= 128, name);
    }
  });
});

describe('the manifest', () => {
  it('follows the schema it names, which is one that Microsoft’s library brings along', async () => {
    const schema = new URL(String(manifest.$schema)).pathname;
    const library = createRequire(import.meta.url).resolve('@microsoft/app-manifest');

    const problems = await AppManifestUtils.validateAgainstSchema(filled);

    assert.deepEqual(problems, []);
    assert.ok(existsSync(new URL(`.${schema}`, `file://${library}`)), schema);
    assert.match(schema, new RegExp(`/v${manifest.manifestVersion}/`));
  });

  it('is refused by the schema as long as its ids are placeholders', async () => {
    const problems = await AppManifestUtils.validateAgainstSchema(manifest);

    assert.ok(problems.some((problem) => problem.startsWith('/id must match pattern')));
    assert.ok(problems.some((problem) => problem.startsWith('/bots/0/botId must match pattern')));
  });

  it('leaves to the partner who they are, and nothing else', () => {
    const placeholders = Array.from(template.matchAll(/"(\w+)": "(\$\{\{\w+\}\})"/g), ([, key, value]) => [key, value]);

    assert.deepEqual(Object.fromEntries(placeholders), {
      id: '${{TEAMS_APP_ID}}',
      botId: '${{BOT_APP_ID}}',
      name: '${{DEVELOPER_NAME}}',
      websiteUrl: '${{DEVELOPER_WEBSITE_URL}}',
      privacyUrl: '${{DEVELOPER_PRIVACY_URL}}',
      termsOfUseUrl: '${{DEVELOPER_TERMS_URL}}',
    });
    assert.equal(template.split('${{').length - 1, placeholders.length);
  });

  it('asks for no permission, no domain and no other capability than the bot', () => {
    assert.deepEqual(Object.keys(manifest), [
      '$schema',
      'manifestVersion',
      'version',
      'id',
      'developer',
      'name',
      'description',
      'icons',
      'accentColor',
      'defaultInstallScope',
      'bots',
    ]);
    assert.deepEqual(Object.keys(bot ?? {}), ['botId', 'scopes', 'commandLists']);
  });

  it('carries the product’s version, name and colour', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    const [, markColour] = /fill="(#[0-9a-f]{6})"/.exec(read('src/connect/assets/mark.svg')) ?? [];

    assert.equal(manifest.version, version);
    assert.equal(manifest.name.short, t('common.product'));
    assert.equal(manifest.accentColor.toLowerCase(), markColour);
  });
});

describe('the icons', () => {
  it('have the sizes that Teams asks for', () => {
    const { color, outline } = manifest.icons;

    assert.deepEqual([color, outline].map(sizeOf), [
      { width: 192, height: 192 },
      { width: 32, height: 32 },
    ]);
  });

  it('are the mark in the site’s colour, edge to edge, and its outline in white on nothing', () => {
    const [color, outline] = [pixelsOf(manifest.icons.color), pixelsOf(manifest.icons.outline)];

    assert.equal(`#${color[0]?.slice(0, 6) ?? ''}`, manifest.accentColor.toLowerCase());
    assert.ok(color.every((pixel) => pixel.endsWith('ff')));
    assert.ok(color.includes('ffffffff'));
    assert.ok(outline.every((pixel) => pixel.startsWith('ffffff')));
    assert.ok(outline.includes('ffffffff'));
    assert.equal(outline[0], 'ffffff00');
  });
});

function sizeOf(icon: string): { width: number; height: number } {
  const png = readFileSync(fileOf(`appPackage/${icon}`));
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** Reads what the icons are saved as, and refuses anything else: one IDAT, eight-bit RGBA, unfiltered rows. */
function pixelsOf(icon: string): string[] {
  const png = readFileSync(fileOf(`appPackage/${icon}`));
  assert.equal(png.toString('hex', 24, 29), '0806000000');
  assert.equal(png.toString('latin1', 37, 41), 'IDAT');
  const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
  const { width, height } = sizeOf(icon);
  return Array.from({ length: width * height }, (_, index) => {
    const row = Math.floor(index / width) * (1 + width * 4);
    assert.equal(rows[row], 0);
    const at = row + 1 + (index % width) * 4;
    return rows.toString('hex', at, at + 4);
  });
}
