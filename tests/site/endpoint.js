// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * endpoint.js - a meju-serve of a test's own, at a port that the system chose.
 *
 *	const api = await start(index, 'https://example.org', '--rate', '1');
 *	await fetch(`${api.url}/search?q=gut`);
 *	await api.end();
 */
'use strict';
const {spawn} = require('node:child_process');
const path = require('node:path');
const readline = require('node:readline');

const PROGRAM = path.join(process.env.MEJU_BUILD, 'meju-serve');

// Pages of `origin` may ask.  Answers are whole, however busy the machine is.
exports.start = (index, origin, ...options) => new Promise((done, fail) => {
	const child = spawn(PROGRAM, ['-d', index, '--cors', origin,
		'--listen', '127.0.0.1:0', '--deadline', '0', ...options],
	{stdio: ['ignore', 'ignore', 'pipe']});
	const said = [];
	const end = () => new Promise(ended => {
		child.ref();
		child.once('exit', ended);
		child.kill();
	});
	readline.createInterface({input: child.stderr}).on('line', line => {
		const [, url] = /listening on (http:\S+)/.exec(line) || [];
		said.push(line);
		if (!url)
			return;
		// A test that fails does not come to its end: nor may it wait then.
		child.unref();
		child.stderr.unref();
		process.on('exit', () => child.kill());
		done({url, end});
	});
	child.on('error', fail);
	child.on('exit', () => fail(new Error(`meju-serve ended: ${said.join(' ')}`)));
});
