// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * endpoint.js - what answers searches: MEJU_ENDPOINT, if that is set; else
 * meju-serve, if it is built; else a stand-in that asks meju-query.
 */
'use strict';
const {execFile, spawn, spawnSync} = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const path = require('node:path');
const {once} = require('node:events');

const BUILD = process.env.MEJU_BUILD;
const SITE = path.join(process.env.MEJU_SOURCE, 'query/serve/site');
const FIELDS = ['tag', 'author', 'category', 'lang', 'type'];

const escape = text => String(text).replace(/[&<>"]/g,
	c => `&#${c.charCodeAt(0)};`);

function completed(index, query) {
	const {stdout} = spawnSync(path.join(BUILD, 'meju-query'),
		['-d', index, '--format', 'json', '--suggest', query]);
	const word = JSON.parse(stdout).suggestions
		.find(({kind}) => kind === 'word');
	return word ? word.text : query;
}

// The query in meju-query's words, for what are parameters of the endpoint.
function command(index, asked) {
	let query = asked.get('q') || '';
	if (asked.get('prefix') === 'last')
		query = completed(index, query);
	for (const field of FIELDS)
		for (const value of asked.getAll(field))
			query += ` ${field}:"${value.replaceAll('"', '')}"`;
	const options = ['-d', index, '--format', 'json',
		'-n', asked.get('limit') || '10'];
	if (asked.get('facets'))
		options.push('--facets', asked.get('facets'));
	return [...options, '--', query];
}

// Of the elements and classes that the server's has.
const resultPage = found => `<!doctype html><html lang="en"><head>
<meta charset="utf-8"><title>Search</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="meju.css"></head><body class="meju-page">
<header><form role="search" action="search"><label for="q">Search</label>
<input id="q" name="q" type="search" value="${escape(found.query)}">
<button>Search</button></form></header><main><h1>${escape(found.query)}</h1>
<p role="status" class="meju-count">${found.total} results</p>
${Object.entries(found.facets || {}).map(([field, values]) =>
		`<nav class="meju-facet" aria-label="${field}"><ul>${values.slice(0, 9)
			.map(({value, count}, at) => `<li><a href="?q=x"${
				at ? '' : ' aria-current="true"'}>${escape(value)}</a> ${
				count}</li>`).join('')}</ul></nav>`).join('')}
<ol class="meju-results">${found.hits.map(hit =>
		`<li><article><h2><a href="${escape(hit.url)}">${escape(hit.title)}</a>
</h2><p>${hit.snippet}</p><ul class="meju-sections">${hit.sections.map(section =>
			`<li><a href="${escape(section.url)}">${escape(section.heading)}</a>
<p>${section.snippet}</p></li>`).join('')}</ul><footer>${hit.date}</footer>
</article></li>`).join('')}</ol><nav class="meju-pages" aria-label="Pages">
<a rel="next" href="?offset=10">Next</a></nav></main></body></html>`;

function answer(index, asked, reply) {
	execFile(path.join(BUILD, 'meju-query'), command(index, asked),
		{maxBuffer: 1e8}, (error, out) => {
			if (error && error.code !== 1) {
				reply.writeHead(500).end();
				return;
			}
			const found = JSON.parse(out);
			found.query = asked.get('q');
			for (const hit of found.hits)
				hit.sections = (hit.sections || [])
					.slice(0, Number(asked.get('sections') || 3));
			const page = asked.get('format') !== 'json';
			reply.setHeader('Content-Type',
				page ? 'text/html; charset=utf-8' : 'application/json');
			reply.end(page ? resultPage(found) : JSON.stringify(found));
		});
}

// On a free port; a function that ends it.
async function standIn(index) {
	const server = http.createServer((request, reply) => {
		const url = new URL(request.url, 'http://localhost');
		reply.setHeader('Access-Control-Allow-Origin', '*');
		if (url.pathname === '/search') {
			answer(index, url.searchParams, reply);
			return;
		}
		const name = url.pathname === '/' ? 'demo.html' : url.pathname.slice(1);
		const type = {'.js': 'text/javascript', '.css': 'text/css',
			'.html': 'text/html; charset=utf-8'}[path.extname(name)];
		if (!type || !fs.readdirSync(SITE).includes(name)) {
			reply.writeHead(404).end();
			return;
		}
		reply.setHeader('Content-Type', type);
		reply.setHeader('Content-Security-Policy', "default-src 'self'");
		reply.end(fs.readFileSync(path.join(SITE, name)));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {url: `http://127.0.0.1:${server.address().port}`,
		end: () => server.close()};
}

async function freePort() {
	const server = net.createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address();
	server.close();
	await once(server, 'close');
	return port;
}

async function realOne(program, index, origin) {
	const at = `127.0.0.1:${await freePort()}`;
	const child = spawn(program, ['-d', index, '--listen', at,
		'--cors', origin], {stdio: 'ignore'});
	const url = `http://${at}`;
	for (let tries = 0; tries < 100; tries++) {
		const reply = await fetch(`${url}/healthz`).catch(() => null);
		if (reply && reply.ok)
			return {url, end: () => child.kill()};
		await new Promise(done => setTimeout(done, 50));
	}
	child.kill();
	throw new Error(`${program} does not answer at ${url}`);
}

// Results are on `origin`, which may ask.
exports.start = async (index, origin) => {
	const program = path.join(BUILD, 'meju-serve');
	if (process.env.MEJU_ENDPOINT)
		return {url: process.env.MEJU_ENDPOINT, end() {}};
	return fs.existsSync(program) ? realOne(program, index, origin) :
		standIn(index);
};
