// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * meju.js - a search box for a site: the custom element <meju-search>, a
 * combobox over a listbox of links.  README.md has its attributes.
 *
 * Whatever comes from the endpoint becomes text nodes, never markup; links
 * lead to http and https only.  Nothing is thrown at the page.
 */
(function () {
'use strict';

const {currentScript: script} = document;
const HOME = new URL('.', (script && script.src) || document.baseURI).href;
const DELAY = 100; // ms from the last key to the request
const HUSH = 600; // ms from the results to their announcement
const SLOW = 800; // ms without an answer, after which that is said
const PATIENCE = 10000; // ms for an answer
const FACET_VALUES = 6; // of a field, and those that are chosen
const VISIT = 'meju-visit'; // what is stored for the landing page
const VISIT_AGE = 60000; // ms
const MARKS = 1000; // on a landing page

// In the order of KEYS; then the forms that Intl.PluralRules tells apart, # the number.
const KEYS = ['search', 'close', 'all', 'again', 'none', 'mean', 'some', 'partial', 'failed',
	'offline', 'loading', 'busy', 'tag', 'author', 'category', 'lang', 'type'];
const TEXTS = {
	en: `Search|Close|Show all|Try again|Nothing found.|Did you mean
		|No page has all of the words; these have some of them.
		|Not everything could be searched in time.|The search does not answer.
		|You are offline.|Searching…|Too many searches at once; please wait a moment.
		|Tag|Author|Category|Language|Kind|one:# result|other:# results`,
	de: `Suche|Schließen|Alle anzeigen|Noch einmal versuchen|Nichts gefunden.|Meinten Sie
		|Keine Seite hat alle Wörter; diese haben einige davon.
		|Nicht alles konnte rechtzeitig durchsucht werden.|Die Suche antwortet nicht.
		|Sie sind offline.|Suche läuft…|Zu viele Suchen auf einmal; bitte kurz warten.
		|Stichwort|Autor|Kategorie|Sprache|Art|one:# Treffer|other:# Treffer`,
	fr: `Rechercher|Fermer|Tout afficher|Réessayer|Aucun résultat.|Vouliez-vous dire
		|Aucune page ne contient tous ces mots ; celles-ci en contiennent certains.
		|Tout n’a pas pu être parcouru à temps.|La recherche ne répond pas.
		|Vous êtes hors ligne.|Recherche en cours…
		|Trop de recherches à la fois ; patientez un instant.|Mot-clé|Auteur|Catégorie
		|Langue|Type|one:# résultat|many:# de résultats|other:# résultats`,
	es: `Buscar|Cerrar|Ver todo|Reintentar|No se encontró nada.|Quizás quiso decir
		|Ninguna página tiene todas las palabras; estas tienen algunas.
		|No se pudo buscar en todo a tiempo.|La búsqueda no responde.|No hay conexión.
		|Buscando…|Demasiadas búsquedas a la vez; espere un momento.|Etiqueta|Autor
		|Categoría|Idioma|Tipo|one:# resultado|many:# de resultados|other:# resultados`,
	it: `Cerca|Chiudi|Mostra tutto|Riprova|Nessun risultato.|Forse cercavi
		|Nessuna pagina contiene tutte le parole; queste ne contengono alcune.
		|Non è stato possibile cercare ovunque in tempo.|La ricerca non risponde.
		|Sei offline.|Ricerca in corso…
		|Troppe ricerche in una volta; attendere un momento.|Etichetta|Autore|Categoria
		|Lingua|Tipo|one:# risultato|many:# di risultati|other:# risultati`,
	pt: `Pesquisar|Fechar|Mostrar tudo|Tentar de novo|Nada encontrado.|Será que quis dizer
		|Nenhuma página tem todas as palavras; estas têm algumas.
		|Não foi possível pesquisar tudo a tempo.|A pesquisa não responde.|Está offline.
		|Pesquisa em curso…|Há pesquisas a mais neste momento; aguarde um pouco.
		|Etiqueta|Autor|Categoria|Idioma|Tipo|one:# resultado|many:# de resultados
		|other:# resultados`,
	nl: `Zoeken|Sluiten|Alles tonen|Opnieuw proberen|Niets gevonden.|Bedoelde u
		|Geen pagina bevat alle woorden; deze bevatten er enkele.
		|Niet alles kon op tijd worden doorzocht.|De zoekfunctie antwoordt niet.
		|U bent offline.|Bezig met zoeken…|Te veel zoekopdrachten tegelijk; wacht even.
		|Trefwoord|Auteur|Categorie|Taal|Soort|one:# resultaat|other:# resultaten`,
	pl: `Szukaj|Zamknij|Pokaż wszystko|Spróbuj ponownie|Nic nie znaleziono.|Czy chodziło o
		|Żadna strona nie zawiera wszystkich słów; te zawierają niektóre.
		|Nie udało się przeszukać wszystkiego na czas.|Wyszukiwarka nie odpowiada.
		|Brak połączenia z internetem.|Wyszukiwanie…
		|Zbyt wiele wyszukiwań naraz; proszę chwilę poczekać.|Tag|Autor|Kategoria|Język
		|Rodzaj|one:# wynik|few:# wyniki|many:# wyników|other:# wyniku`,
	ja: `検索|閉じる|すべて表示|再試行|見つかりませんでした。|もしかして
		|すべての語を含むページはありません。一部の語を含むページを表示しています。
		|時間内にすべてを検索できませんでした。|検索サーバーが応答しません。
		|オフラインです。|検索中…|検索が集中しています。少しお待ちください。|タグ|著者
		|カテゴリー|言語|種類|other:# 件の結果`,
	zh: `搜索|关闭|显示全部|重试|未找到结果。|您是不是要找
		|没有页面包含所有词语；以下页面包含其中一部分。|未能及时搜索全部内容。
		|搜索服务没有响应。|您已离线。|正在搜索…|搜索请求过多，请稍候。|标签|作者|分类
		|语言|类型|other:# 条结果`,
	ko: `검색|닫기|모두 보기|다시 시도|결과가 없습니다.|이것을 찾으셨나요
		|모든 단어가 있는 페이지는 없습니다. 일부 단어가 있는 페이지를 보여 드립니다.
		|시간 안에 모두 검색하지 못했습니다.|검색 서버가 응답하지 않습니다.
		|오프라인 상태입니다.|검색 중…|검색 요청이 너무 많습니다. 잠시 기다려 주세요.
		|태그|저자|카테고리|언어|유형|other:결과 #개`,
	ar: `بحث|إغلاق|عرض الكل|أعد المحاولة|لا توجد نتائج.|هل تقصد
		|لا توجد صفحة تحتوي على كل الكلمات؛ هذه تحتوي على بعضها.
		|تعذر البحث في كل شيء في الوقت المحدد.|خدمة البحث لا تستجيب.
		|أنت غير متصل بالإنترنت.|جارٍ البحث…
		|عمليات بحث كثيرة في وقت واحد؛ يرجى الانتظار قليلًا.|وسم|المؤلف|التصنيف|اللغة
		|النوع|one:نتيجة واحدة|two:نتيجتان|few:# نتائج|many:# نتيجة|other:# نتيجة`,
	he: `חיפוש|סגירה|הצגת הכול|ניסיון נוסף|לא נמצא דבר.|אולי התכוונתם
		|אין דף שיש בו כל המילים; באלה יש חלק מהן.|לא היה די זמן לחפש בכול.
		|שירות החיפוש אינו עונה.|אין חיבור לאינטרנט.|החיפוש מתבצע…
		|יותר מדי חיפושים בבת אחת; נא להמתין רגע.|תגית|מחבר|קטגוריה|שפה|סוג
		|one:תוצאה אחת|two:שתי תוצאות|other:# תוצאות`,
};
const ENTITIES = {amp: '&', lt: '<', gt: '>', quot: '"', '#39': '\''};
let boxes = 0; // makes ids

// Attributes without a value are left out.
function make(tag, attributes, ...children) {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes || {}))
		if (value || value === '')
			node.setAttribute(name, value === true ? '' : value);
	node.append(...children);
	return node;
}

// {search: 'Search', ..., results: {one: '# result', ...}}
function texts(code) {
	const all = TEXTS[code].split(/\s*\|/);
	const forms = all.slice(KEYS.length).map(form => form.split(':'));
	return {results: Object.fromEntries(forms),
		...Object.fromEntries(KEYS.map((key, at) => [key, all[at]]))};
}

const plain = html => html.replace(/&(amp|lt|gt|quot|#39);/g, (whole, name) => ENTITIES[name]);

// What a snippet says, as [text, marked] pairs: <mark> is its only markup.
function pieces(html) {
	let marked = false;
	const found = [];
	for (const part of String(html).split(/(<\/?mark>)/)) {
		if (part === '<mark>' || part === '</mark>')
			marked = part === '<mark>';
		else if (part)
			found.push([plain(part), marked]);
	}
	return found;
}

// The same, with so little in front of the first mark that it is seen.
function passage(html, most) {
	const parts = pieces(html);
	const long = new RegExp(`^(?=.{${most + 9}}).*?\\s(?=.{0,${most}}$)`, 's');
	if (parts.length > 1)
		parts[0][0] = parts[0][0].replace(long, '…');
	return parts;
}

// The address of a result, or undefined if it is none to follow.
function address(url, base) {
	try {
		const whole = new URL(url, base);
		return /^https?:$/.test(whole.protocol) ? whole.href : undefined;
	} catch (error) {
		return undefined;
	}
}

// Where there are no sections to go to: the words from the first mark on.
function withFragment(url, html) {
	const parts = pieces(html);
	const first = parts.findIndex(([, marked]) => marked);
	const words = parts.slice(Math.max(first, 0)).map(([text]) => text).join('')
		.split('…')[0].trim().split(/\s+/).slice(0, 5).join(' ');
	if (first < 0 || !words)
		return url;
	const text = encodeURIComponent(words).replace(/-/g, '%2D');
	return url + (url.includes('#') ? '' : '#') + ':~:text=' + text;
}

// Words stand apart, but in scripts that have no spaces.
function wordPattern(words) {
	const together = '[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}' +
		'\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}]';
	const joined = new RegExp(together, 'u');
	const forms = words.sort((a, b) => b.length - a.length).map(word => {
		const safe = word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
			.replace(/\s+/g, '\\s+');
		return joined.test(word) ? safe :
			`(?<![\\p{L}\\p{N}])${safe}(?![\\p{L}\\p{N}])`;
	});
	return new RegExp(forms.join('|'), 'giu');
}

// Without touching its nodes; not at all in browsers that cannot do so.
function markPage(selector, words) {
	if (!window.Highlight || !CSS.highlights || !words.length)
		return;
	const root = document.querySelector(selector || 'main') ||
		document.querySelector('article') || document.body;
	const pattern = wordPattern(words);
	const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	const ranges = [];
	while (walk.nextNode() && ranges.length < MARKS) {
		const node = walk.currentNode;
		if (node.parentElement.closest('script,style,textarea,meju-search'))
			continue;
		for (const match of node.data.matchAll(pattern))
			ranges.push(new StaticRange({
				startContainer: node, startOffset: match.index,
				endContainer: node,
				endOffset: match.index + match[0].length,
			}));
	}
	CSS.highlights.set('meju', new Highlight(...ranges));
}

// What landing pages need is stored, as addresses should stay what they are.
function rememberVisit(url, words) {
	try {
		localStorage.setItem(VISIT, JSON.stringify(
			{url: url.split('#')[0], words, at: Date.now()}));
	} catch (error) {
		// without storage there are no marks
	}
}

function markVisit(selector) {
	try {
		const visit = JSON.parse(localStorage.getItem(VISIT));
		if (!visit || visit.url !== location.href.split('#')[0])
			return;
		localStorage.removeItem(VISIT);
		if (Date.now() - visit.at < VISIT_AGE)
			markPage(selector, visit.words);
	} catch (error) {
		// the same, and for a browser without such patterns
	}
}

// Also the key that ends it, which Safari reports as the first one behind.
const isComposed = event => event.isComposing || event.keyCode === 229;

// The first that says something.
const either = (...texts) => texts.map(text => String(text || ''))
	.find(text => text.trim()) || '…';

class MejuSearch extends HTMLElement {
	connectedCallback() {
		if (document.readyState === 'loading')
			document.addEventListener('DOMContentLoaded',
				() => this.connect(), {once: true});
		else
			this.connect();
	}

	disconnectedCallback() {
		if (this.listening)
			this.listening.abort();
		this.listening = undefined;
		if (this.dialog)
			this.dialog.removeAttribute('open');
		if (this.form)
			this.stop();
	}

	connect() {
		if (!this.isConnected || this.listening)
			return;
		if (!this.form)
			this.build();
		this.listening = new AbortController();
		const on = (where, event, act) => where.addEventListener(event, act,
			{signal: this.listening.signal});
		on(document, 'keydown', event => this.onPageKey(event));
		on(document, 'pointerdown', event => {
			if (!this.modal && !this.contains(event.target))
				this.close();
		});
		on(window, 'popstate', () => this.restore());
		on(window, 'online', () => this.failed && this.search());
		if (document.querySelector('meju-search') === this)
			markVisit(this.getAttribute('marks'));
		this.restore();
	}

	/* Building */

	build() {
		this.base = `meju-${++boxes}`;
		this.endpoint = new URL(
			(this.getAttribute('endpoint') || HOME).replace(/\/*$/, '/'),
			document.baseURI);
		this.language();
		this.chosen = []; // [field, value] of facets
		this.modal = this.hasAttribute('modal');
		this.form = this.querySelector('form') || this.makeForm();
		this.input = this.form.querySelector('[name="q"]') ||
			this.form.appendChild(this.makeInput());
		this.buildInput();
		this.buildPanel();
		if (this.modal)
			this.buildDialog();
		this.listen();
	}

	language() {
		const near = this.closest('[lang]');
		const tag = (near && near.lang) || navigator.language || 'en';
		const code = tag.toLowerCase().split(/[-_]/)[0];
		this.code = TEXTS[code] ? code : 'en';
		this.texts = texts(this.code);
		try {
			this.locale = Intl.getCanonicalLocales(tag)[0];
		} catch (error) {
			this.locale = this.code;
		}
	}

	makeForm() {
		return this.appendChild(make('form', {
			action: new URL('search', this.endpoint).href,
			method: 'get', role: 'search',
		}, this.makeInput()));
	}

	makeInput() {
		return make('input', {type: 'search', name: 'q',
			'aria-label': this.texts.search,
			placeholder: this.texts.search});
	}

	buildInput() {
		this.form.classList.add('meju-form');
		for (const [name, value] of Object.entries({
			role: 'combobox', 'aria-autocomplete': 'list',
			'aria-expanded': 'false', 'aria-controls': `${this.base}-list`,
			autocomplete: 'off', autocapitalize: 'off',
			spellcheck: 'false', enterkeyhint: 'search',
		}))
			this.input.setAttribute(name, value);
		if (this.getAttribute('keys') && !this.modal)
			this.input.setAttribute('aria-keyshortcuts', this.shortcuts());
	}

	buildPanel() {
		this.list = make('div', {role: 'listbox', id: `${this.base}-list`, hidden: true,
			class: 'meju-list', 'aria-label': this.texts.search});
		this.notes = make('div', {class: 'meju-notes'});
		this.facets = make('div', {class: 'meju-facets'});
		this.foot = make('div', {class: 'meju-foot', hidden: true},
			this.count = make('span'),
			make('button', {type: 'submit', class: 'meju-all'}, this.texts.all));
		this.status = make('div', {role: 'status', class: 'meju-status'});
		this.panel = make('div', {class: 'meju-panel', hidden: true, lang: this.code},
			this.notes, this.facets, this.list, this.foot);
		this.form.append(this.panel, this.status);
	}

	buildDialog() {
		const {search, close} = this.texts;
		this.opener = make('button', {type: 'button', class: 'meju-open',
			'aria-haspopup': 'dialog',
			'aria-keyshortcuts': this.shortcuts() || false}, search);
		const key = this.shortcuts().split(' ')[0];
		if (key)
			this.opener.append(make('kbd', {'aria-hidden': 'true'},
				key.replace('Control', 'Ctrl')));
		this.closer = make('button', {type: 'button', class: 'meju-close',
			'aria-label': close, lang: this.code});
		this.input.after(this.closer);
		this.dialog = make('dialog', {class: 'meju-dialog',
			'aria-label': search, lang: this.code}, this.form);
		this.append(this.opener, this.dialog);
	}

	listen() {
		const {input, list} = this;
		input.addEventListener('input', event => this.onInput(event));
		input.addEventListener('compositionend', () => this.soon());
		input.addEventListener('keydown', event => this.onKey(event));
		input.addEventListener('click', () => this.open());
		for (const event of ['click', 'auxclick'])
			list.addEventListener(event, e => this.onFollow(e));
		list.addEventListener('pointermove', e => this.activate(
			this.options().indexOf(e.target.closest('[role=option]')), true));
		// The text keeps the focus, so that keys go on working.
		list.addEventListener('mousedown', e => e.preventDefault());
		this.form.addEventListener('formdata', event => {
			for (const [field, value] of [...this.chosen,
				['facets', this.getAttribute('facets')]])
				if (value)
					event.formData.append(field, value);
		});
		this.addEventListener('focusout', event => {
			if (!this.modal && event.relatedTarget &&
				!this.contains(event.relatedTarget))
				this.close();
		});
		if (!this.modal)
			return;
		this.opener.addEventListener('click', () => this.open());
		this.closer.addEventListener('click', () => this.close());
		this.dialog.addEventListener('close', () => this.closed());
		this.dialog.addEventListener('click', event => {
			if (event.target === this.dialog)
				this.close();
		});
	}

	/* Keys */

	// As aria-keyshortcuts has them: "/ ctrl+k" is "/ Control+K".
	shortcuts() {
		return (this.getAttribute('keys') || '').trim()
			.replace(/ctrl|control/gi, 'Control')
			.replace(/\+[a-z]/g, key => key.toUpperCase());
	}

	// Control is the command key, too.  In a text, only shortcuts with it.
	isShortcut(event) {
		const [place] = event.composedPath();
		const typing = place.closest && place.closest(
			'input,textarea,select,[contenteditable]');
		const control = event.ctrlKey || event.metaKey;
		return !event.altKey && !(control && event.shiftKey) &&
			this.shortcuts().split(/\s+/).some(shortcut => {
				const key = shortcut.replace('Control+', '');
				return key.toLowerCase() === event.key.toLowerCase() &&
					control === (key !== shortcut) &&
					(control || !typing);
			});
	}

	onPageKey(event) {
		if (isComposed(event))
			return;
		if (event.key === 'Escape') {
			if (window.CSS && CSS.highlights)
				CSS.highlights.delete('meju');
			if (this.modal || event.defaultPrevented || !this.isOpen())
				return;
			if (this.panel.contains(document.activeElement))
				this.input.focus();
			this.close();
		} else if (!event.defaultPrevented && this.isShortcut(event)) {
			event.preventDefault();
			this.open();
			this.input.focus();
			this.input.select();
		}
	}

	onKey(event) {
		if (isComposed(event) || event.altKey)
			return;
		const options = this.isOpen() ? this.options() : [];
		const at = options.indexOf(this.active);
		// One place between the last and the first is the text.
		const places = options.length + 1;
		const goTo = {
			ArrowDown: (at + 2) % places - 1,
			ArrowUp: (at + places) % places - 1,
		};
		if (at >= 0)
			Object.assign(goTo, {Home: 0, End: options.length - 1});
		if (/^Arrow(Left|Right)$/.test(event.key))
			this.activate(-1);
		if (event.key in goTo) {
			event.preventDefault();
			if (this.isOpen())
				this.activate(goTo[event.key]);
			else
				this.open();
		} else if (event.key === 'Enter' && at >= 0) {
			event.preventDefault();
			this.follow(this.active,
				event.ctrlKey || event.metaKey || event.shiftKey);
		} else if (event.key === 'Escape' && this.isOpen()) {
			event.preventDefault();
			this.close();
		} else if (event.key === 'Escape') {
			this.input.value = '';
			this.search();
		}
	}

	options() {
		return [...this.list.querySelectorAll('[role=option]')];
	}

	// -1 for none of them.
	activate(index, still) {
		const option = this.options()[index];
		if (option === this.active)
			return;
		if (this.active)
			this.active.setAttribute('aria-selected', 'false');
		this.active = option;
		if (!option) {
			this.input.removeAttribute('aria-activedescendant');
			return;
		}
		option.setAttribute('aria-selected', 'true');
		this.input.setAttribute('aria-activedescendant', option.id);
		if (!still)
			option.scrollIntoView({block: 'nearest'});
	}

	follow(option, elsewhere) {
		if (!elsewhere) {
			option.click();
			return;
		}
		this.remember(option);
		window.open(option.href, '_blank', 'noopener');
	}

	onFollow(event) {
		const option = event.target.closest('[role=option]');
		if (!option || event.button > 1)
			return;
		this.remember(option);
		const here = option.href.split('#')[0] === location.href.split('#')[0];
		if (here && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
			this.close();
			markVisit(this.getAttribute('marks'));
		}
	}

	remember(option) {
		rememberVisit(option.href, option.words);
	}

	/* Open and closed */

	isOpen() {
		return this.modal ? this.dialog.open : !this.panel.hidden;
	}

	open() {
		if (this.modal && !this.dialog.open) {
			this.dialog.showModal();
			this.input.focus();
		}
		if (this.answer && this.asked === this.request().href) {
			this.reveal();
			this.writeAddress();
		} else if (this.input.value.trim())
			this.search();
	}

	reveal() {
		this.panel.hidden = false;
		this.input.setAttribute('aria-expanded', String(this.options().length > 0));
		this.place();
	}

	// Moved so far that it is all in the window.
	place() {
		const {style} = this.panel;
		style.translate = '';
		if (this.modal)
			return;
		const {left, right} = this.panel.getBoundingClientRect();
		const {clientWidth} = document.documentElement;
		const beyond = Math.max(0, right + 8 - clientWidth);
		const missing = Math.max(0, 8 - left);
		style.translate = `${missing - beyond}px`;
	}

	close() {
		if (this.modal)
			this.dialog.close();
		else
			this.closed();
	}

	closed() {
		this.stop();
		this.panel.hidden = !this.modal;
		this.input.setAttribute('aria-expanded', 'false');
		this.activate(-1);
		this.writeAddress();
	}

	/* The page's address says what is searched for, while that is shown */

	parameter() {
		const name = this.getAttribute('param');
		return name === null ? 'q' : name;
	}

	// Of several boxes with one parameter it is that of the first that is seen.
	hasAddress() {
		const name = this.parameter();
		return name && this === [...document.querySelectorAll('meju-search')]
			.find(box => box.listening && box.parameter() === name &&
				box.getClientRects().length);
	}

	// Typing changes the entry of the history, a `step` makes one.
	writeAddress(step) {
		if (!this.hasAddress())
			return;
		const name = this.parameter();
		const url = new URL(location.href);
		for (const key of [...url.searchParams.keys()])
			if (key === name || key.startsWith(`${name}-`))
				url.searchParams.delete(key);
		if (this.isOpen() && this.text) {
			url.searchParams.set(name, this.text);
			for (const [field, value] of this.chosen)
				url.searchParams.append(`${name}-${field}`, value);
		}
		if (url.href === location.href)
			return;
		try {
			history[step ? 'pushState' : 'replaceState'](history.state, '', url);
		} catch (error) {
			// pages from files have no history, hasty ones get no more
		}
	}

	restore() {
		if (!this.hasAddress())
			return;
		const name = this.parameter();
		const known = new URL(location.href).searchParams;
		const text = known.get(name);
		if (!text) {
			if (this.isOpen())
				this.close();
			return;
		}
		this.input.value = text;
		this.chosen = [...known].filter(([key]) => key.startsWith(`${name}-`))
			.map(([key, value]) => [key.slice(name.length + 1), value]);
		if (this.modal && !this.dialog.open)
			this.dialog.showModal();
		this.input.focus({preventScroll: true});
		this.search();
	}

	/* Searching */

	// Syllables of Hangul are composed one by one; others wait for the word.
	onInput(event) {
		this.activate(-1);
		if (!event.isComposing || /\p{sc=Hang}/u.test(this.input.value))
			this.soon();
		else
			clearTimeout(this.timer);
	}

	soon() {
		clearTimeout(this.timer);
		this.timer = setTimeout(() => this.search(), DELAY);
	}

	stop() {
		clearTimeout(this.timer);
		clearTimeout(this.hush);
		if (this.asking)
			this.asking.abort();
		this.asking = undefined;
	}

	request() {
		const text = this.input.value;
		const url = new URL('search', this.endpoint);
		const set = (name, value) => value && url.searchParams.set(name, value);
		new URLSearchParams(this.getAttribute('filter') || '')
			.forEach((value, name) => url.searchParams.append(name, value));
		set('q', text.trim());
		set('format', 'json');
		set('limit', this.getAttribute('limit') || '8');
		set('snippet', '1');
		set('sections', this.getAttribute('sections') || '2');
		set('suggest', '1');
		set('facets', this.getAttribute('facets'));
		set('prefix', /[\p{L}\p{M}\p{N}]$/u.test(text) && 'last');
		for (const [field, value] of this.chosen)
			url.searchParams.append(field, value);
		return url;
	}

	// What is shown stays until there is something else.
	async search(step) {
		this.stop();
		this.status.textContent = '';
		if (!this.input.value.trim()) {
			this.chosen = [];
			this.text = '';
			this.show({hits: []});
			this.panel.hidden = true;
			this.input.setAttribute('aria-expanded', 'false');
			this.writeAddress();
			return;
		}
		const asking = this.asking = new AbortController();
		const late = setTimeout(() => asking.abort(), PATIENCE);
		const url = this.request();
		const text = this.input.value; // which may be another when it is answered
		let status;
		this.hush = setTimeout(() => this.showLoading(), SLOW);
		try {
			const reply = await fetch(url, {signal: asking.signal});
			({status} = reply);
			const answer = await reply.json();
			if (asking !== this.asking)
				return;
			if (!reply.ok)
				throw new Error();
			this.show(answer);
			this.asked = url.href;
			this.announce();
		} catch (error) {
			if (asking !== this.asking)
				return;
			this.asked = undefined;
			this.showFailure(status);
		} finally {
			clearTimeout(late);
		}
		this.text = text;
		this.reveal();
		this.writeAddress(step);
	}

	/* Showing */

	show(answer) {
		const chosen = this.active && this.active.href;
		clearTimeout(this.hush);
		this.answer = answer;
		this.failed = false;
		this.list.replaceChildren(...answer.hits.map((hit, at) =>
			this.makeHit(hit, `${this.base}-${at}`)));
		this.activate(this.options().findIndex(option => option.href === chosen), true);
		this.list.hidden = !answer.hits.length;
		this.list.scrollTop = 0;
		this.panel.scrollTop = 0;
		this.notes.replaceChildren(...this.makeNotes(answer));
		this.facets.replaceChildren(...this.makeFacets(answer));
		this.foot.hidden = !answer.hits.length;
		this.count.textContent = this.say(answer);
	}

	showLoading() {
		const {loading} = this.texts;
		this.notes.replaceChildren(make('p', null, loading));
		this.status.textContent = loading;
		this.reveal();
	}

	showFailure(status) {
		this.show({hits: []});
		this.failed = true;
		const {offline, failed, busy, again} = this.texts;
		const words = navigator.onLine === false ? offline :
			status === 429 || status === 503 ? busy : failed;
		const retry = make('button', {type: 'button'}, again);
		retry.addEventListener('click', () => {
			this.input.focus();
			this.search();
		});
		this.notes.replaceChildren(make('p', null, words, ' ', retry));
		this.status.textContent = words;
	}

	say({hits, total = hits.length, total_relation: relation}) {
		if (!hits.length)
			return this.texts.none;
		const form = new Intl.PluralRules(this.code).select(total);
		const words = this.texts.results;
		const number = new Intl.NumberFormat(this.locale).format(total);
		return (words[form] || words.other).replace('#',
			relation === 'gte' ? `${number}+` : number);
	}

	// After the last key, so that it is not said between letters.
	announce() {
		const words = [this.say(this.answer),
			...[...this.notes.children].map(note => note.textContent)];
		this.hush = setTimeout(() => {
			this.status.textContent = [...new Set(words)].join(' ');
		}, HUSH);
	}

	makeNotes({hits, suggestion, partial}) {
		const {none, mean, some, partial: part} = this.texts;
		const notes = [];
		if (!hits.length)
			notes.push(make('p', null, none));
		if (suggestion) {
			const button = make('button', {type: 'button', dir: 'auto'},
				String(suggestion));
			button.addEventListener('click', () => {
				this.input.value = suggestion;
				this.input.focus();
				this.search(true);
			});
			notes.push(make('p', null, `${mean}: `, button));
		}
		if (hits.length && hits.every(hit => hit.relaxed))
			notes.push(make('p', null, some));
		if (partial)
			notes.push(make('p', null, part));
		return notes;
	}

	makeFacets({facets}) {
		const shown = [];
		for (const [field, all] of Object.entries(facets || {})) {
			const chosen = this.chosen.filter(([name]) => name === field)
				.map(([, value]) => value);
			const values = all.filter(({value}, at) => at < FACET_VALUES ||
				chosen.includes(value));
			for (const value of chosen)
				if (!values.some(known => known.value === value))
					values.push({value, count: 0});
			if (values.length < 2 && !chosen.length)
				continue; // no choice
			const name = this.texts[field] || field;
			shown.push(make('div', {role: 'group', 'aria-label': name},
				make('span', {'aria-hidden': 'true'}, name),
				...values.map(value => this.makeValue(field, value, chosen))));
		}
		return shown;
	}

	makeValue(field, {value, count}, chosen) {
		const on = chosen.includes(value);
		const button = make('button', {type: 'button', 'aria-pressed': String(on)},
			make('bdi', null, this.valueName(field, value)), ' ',
			make('small', null, String(count)));
		button.addEventListener('click', async () => {
			this.chosen = on ? this.chosen.filter(([name, other]) =>
				name !== field || other !== value) :
				[...this.chosen, [field, value]];
			const at = [...this.facets.querySelectorAll('button')].indexOf(button);
			await this.search(true);
			// The button is another one now.
			const again = this.facets.querySelectorAll('button')[at];
			(again || this.input).focus();
		});
		return button;
	}

	valueName(field, value) {
		try {
			if (field === 'lang')
				return new Intl.DisplayNames([this.locale],
					{type: 'language'}).of(value);
		} catch (error) {
			// its code, then
		}
		return value;
	}

	makeHit(hit, id) {
		const sections = Array.isArray(hit.sections) ? hit.sections : [];
		const path = String(hit.id).split('/').map(encodeURIComponent);
		const url = address(hit.url, document.baseURI) ||
			new URL(`doc/${path.join('/')}`, this.endpoint).href;
		const words = [hit, ...sections].flatMap(({snippet}) =>
			pieces(snippet || '').filter(([, marked]) => marked)
				.map(([text]) => text));
		const context = {words: [...new Set(words)], lang: hit.lang};
		const about = [this.date(hit.date), ...(hit.author || [])]
			.filter(Boolean).join(' · ');
		return make('div', {role: 'none', class: 'meju-hit'},
			this.makeRow(id, {...context, heading: either(hit.title, hit.id),
				url: sections.length ? url :
					withFragment(url, hit.snippet || ''),
				snippet: hit.snippet, about}),
			...sections.map((section, at) =>
				this.makeRow(`${id}-${at}`, {...context, ...section,
					heading: either(section.heading, hit.title, hit.id),
					of: `${id}-name`,
					url: address(section.url, url) || url})));
	}

	/*
	 * An option is a heading, named for a section also by the document's, so
	 * that it can be understood alone.  What else is shown stands beside it
	 * and describes it.
	 */
	makeRow(id, {words, lang, heading, url, snippet, about, of}) {
		const name = make('span', {id: `${id}-name`}, heading);
		const option = make('a', {role: 'option', id, href: url, tabindex: '-1',
			'aria-selected': 'false', 'aria-describedby': `${id}-text`,
			'aria-labelledby': of && `${id}-name ${of}`}, name);
		option.words = words;
		const row = make('div', {role: 'none', lang, dir: 'auto',
			class: of ? 'meju-row meju-section' : 'meju-row'}, option);
		if (about)
			row.append(make('div', {class: 'meju-about', lang: this.code},
				make('bdi', null, about)));
		row.append(make('div', {class: 'meju-text', id: `${id}-text`},
			...passage(snippet || '', of ? 25 : 50).map(([piece, marked]) =>
				marked ? make('mark', null, piece) : piece)));
		return row;
	}

	date(text) {
		const date = new Date(`${text}T00:00Z`);
		if (!text || isNaN(date))
			return text;
		return new Intl.DateTimeFormat(this.locale,
			{dateStyle: 'medium', timeZone: 'UTC'}).format(date);
	}
}

if (!customElements.get('meju-search'))
	customElements.define('meju-search', MejuSearch);
})();
