// SPDX-License-Identifier: GPL-3.0-or-later
// What the box says, in each language.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const {after, before, test} = require('node:test');
const {start} = require('./site.js');
const {INPUT} = require('./box.js');

let site;
before(async () => {
	site = await start();
});
after(() => site.end());

// The table as it stands in the script, which gives nothing away.
function table() {
	const script = fs.readFileSync(path.join(process.env.MEJU_SOURCE,
		'query/serve/site/meju.js'), 'utf8');
	const [text] = /const KEYS = .*?\n};\n/s.exec(script);
	return new Function(`${text}; return {KEYS, TEXTS};`)();
}

test('each language has all of the texts, and its plurals', () => {
	const {KEYS, TEXTS} = table();
	assert.ok(Object.keys(TEXTS).length >= 10);
	for (const [code, row] of Object.entries(TEXTS)) {
		const all = row.split('|').map(text => text.trim());
		const plurals = all.slice(KEYS.length).map(text => text.split(':'));
		assert.ok(all.every(Boolean), `${code}: an empty text`);
		assert.ok(all.slice(0, KEYS.length).every(text =>
			!/^(zero|one|two|few|many|other):/.test(text)),
		`${code}: too few texts`);
		assert.ok(plurals.every(([form, text]) => text &&
			/^(one|two|few|many|other)$/.test(form)),
		`${code}: too many texts`);
		assert.equal(new Set(all).size, all.length, `${code}: one text twice`);
		const forms = plurals.map(([form]) => form);
		const rules = new Intl.PluralRules(code);
		for (const number of [...Array(1000).keys(), 1000000].slice(1))
			assert.ok(forms.includes(rules.select(number)),
				`${code} has no words for ${number}`);
	}
});

test('texts and plurals are of the page\'s language', async () => {
	// Of one and of two; where there is one text, of two.
	const said = {en: ['1 result', '2 results'], de: ['2 Treffer'],
		fr: ['2 résultats'], es: ['2 resultados'], it: ['2 risultati'],
		pt: ['2 resultados'], nl: ['2 resultaten'],
		pl: ['1 wynik', '2 wyniki'], ja: ['2 件の結果'], zh: ['2 条结果'],
		ko: ['결과 2개'], ar: ['نتيجة واحدة', 'نتيجتان'],
		he: ['תוצאה אחת', 'שתי תוצאות'],
		'pt-BR': ['2 resultados'], xx: ['1 result', '2 results']};
	const page = await site.visit('/box.html');
	await page.route(/search\?/, route => route.fulfill({json: {
		total: Number(new URL(route.request().url()).searchParams.get('q')),
		hits: [{id: 'x', url: '/x', title: 'X'}]}}));
	for (const [lang, texts] of Object.entries(said))
		for (const [at, text] of texts.entries()) {
			await page.evaluate(code => {
				const box = document.createElement('meju-search');
				box.lang = code;
				document.querySelector('meju-search').replaceWith(box);
			}, lang);
			await page.fill(INPUT, String(3 - texts.length + at));
			await page.waitForSelector(`.meju-foot span:text-is("${text}")`);
		}
	await page.context().close();
});
