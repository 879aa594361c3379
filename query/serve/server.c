/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/server.h"
#include "common/base/clock.h"
#include "query/serve/connection.h"
#include "query/serve/head.h"
#include "query/serve/peer.h"

#define H2O_USE_LIBUV 0
#include <h2o.h>
#include <h2o/http1.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	TICK = 200,   /* milliseconds between looks at what else is to do */
	GRACE = 3000, /* for answers under way when the server stops      */
	GZIP_LEAST = 1024,
	GZIP_QUALITY = 1, /* 6 takes thrice as long for a tenth less */
};

/* A thread, its loop, its service. */
struct worker {
	pthread_t thread;
	bool running;
	atomic_bool idle; /* in its loop, where it hears of connections */
	struct server *server;
	struct service service;
	struct reply reply;
	struct connections connections;
	h2o_globalconf_t config;
	h2o_context_t context;
	h2o_accept_ctx_t accept;
	h2o_socket_t *sockets[LISTEN_MAX];
	double looked; /* at the connections */
	uint64_t turn; /* of the loop        */
	h2o_linklist_t later;
};

struct server {
	struct server_options options;
	struct service_common *common;
	struct listeners listeners;
	atomic_bool stops;
	struct worker *_Atomic last; /* that took a connection */
	unsigned count;
	struct worker workers[];
};

struct handler {
	h2o_handler_t super;
	struct worker *worker;
};

static struct str text_of(h2o_iovec_t v)
{
	return (struct str){v.base, v.len};
}

static struct str header_of(const h2o_req_t *req, const h2o_token_t *token)
{
	ssize_t i = h2o_find_header(&req->headers, token, -1);
	return i < 0 ? (struct str){0} : text_of(req->headers.entries[i].value);
}

/* The last of that name, which is of whoever is nearest. */
static struct str header_named(const h2o_req_t *req, struct str name)
{
	struct str value = {0};
	for (ssize_t i = -1;;) {
		i = h2o_find_header_by_str(&req->headers, name.p, name.len, i);
		if (i < 0)
			return value;
		value = text_of(req->headers.entries[i].value);
	}
}

/* Who is at the other end; behind a proxy, who was at the other end of that. */
static struct str peer_of(
	const struct worker *w, h2o_req_t *req, char *out, size_t size)
{
	struct sockaddr_storage at = {.ss_family = AF_UNIX};
	struct sockaddr *address = (struct sockaddr *)&at;
	socklen_t len = req->conn->callbacks->get_peername(req->conn, address);
	if (w->server->options.proxied && peer_is_near(address)) {
		struct str all = header_named(req, STR("x-forwarded-for"));
		size_t begin = all.len;
		while (begin > 0 && all.p[begin - 1] != ',')
			begin--;
		all = str_trim(str_slice(all, begin, all.len));
		if (all.len)
			return all;
	}
	if (len == 0 || at.ss_family == AF_UNIX ||
		getnameinfo(address, len, out, (socklen_t)size, NULL, 0,
			NI_NUMERICHOST))
		return (struct str){0};
	return str_from(out);
}

/* Also a whole address may be asked for (RFC 9112, section 3.2.2). */
static struct str path_of(const h2o_req_t *req)
{
	struct str s = text_of(req->path);
	size_t host = str_find(s, 0, ':') + 3;
	if (s.len && s.p[0] != '/' && s.p[0] != '*')
		s = str_slice(s, str_find(s, host, '/'), s.len);
	return s;
}

/*
 * Not all that the library would compress is shorter then.  For HEAD it does
 * not, but the fields are to be those of GET; how long it would be only making
 * it would tell.
 */
static void choose_coding(h2o_req_t *req, const struct reply *r)
{
	bool pays = r->status == 200 && r->body.len >= GZIP_LEAST;
	bool taken = h2o_get_compressible_types(&req->headers) &
		     H2O_COMPRESSIBLE_GZIP;
	req->compress_hint =
		pays ? H2O_COMPRESS_HINT_ENABLE : H2O_COMPRESS_HINT_DISABLE;
	if (!pays || !taken || !str_eq(text_of(req->method), STR("HEAD")))
		return;
	req->res.content_length = SIZE_MAX;
	h2o_add_header(&req->pool, &req->res.headers,
		H2O_TOKEN_CONTENT_ENCODING, NULL, H2O_STRLIT("gzip"));
	h2o_add_header(&req->pool, &req->res.headers, H2O_TOKEN_ACCEPT_RANGES,
		NULL, H2O_STRLIT("none"));
}

static void send_reply(h2o_req_t *req, const struct reply *r)
{
	req->res.status = (int)r->status;
	req->res.reason = reply_reason(r->status);
	for (unsigned i = 0; i < r->header_count; i++) {
		const struct reply_header *x = &r->headers[i];
		h2o_iovec_t value =
			h2o_strdup(&req->pool, x->value.p, x->value.len);
		h2o_add_header_by_str(&req->pool, &req->res.headers, x->name,
			strlen(x->name), 1, NULL, value.base, value.len);
	}
	if (r->status != 204 && r->status != 304)
		req->res.content_length = r->body.len;
	choose_coding(req, r);
	h2o_send_inline(req, r->body.p ? r->body.p : "", r->body.len);
}

static void answer(struct worker *w, h2o_req_t *req)
{
	h2o_socket_t *socket = req->conn->callbacks->get_socket(req->conn);
	struct connection *c = socket->on_close.data;
	struct str head = {socket->input->bytes, socket->input->size};
	struct str path = path_of(req);
	size_t query = str_find(path, 0, '?');
	char address[64];
	const char *why;
	atomic_store(&w->idle, false);
	unsigned refused = head_check(head, &why);
	struct request q = {.method = text_of(req->method),
		.path = str_slice(path, 0, query),
		.accept = header_of(req, H2O_TOKEN_ACCEPT),
		.if_none_match = header_of(req, H2O_TOKEN_IF_NONE_MATCH),
		.origin = header_named(req, STR("origin")),
		.host = text_of(req->authority),
		.authorization = header_of(req, H2O_TOKEN_AUTHORIZATION),
		.api_key = header_named(req, STR("x-api-key")),
		.peer = peer_of(w, req, address, sizeof address)};
	c->turn = w->turn;
	if (query < path.len)
		q.query = str_slice(path, query + 1, path.len);
	if (refused)
		service_refuse(&w->service, &q, refused, why, &w->reply);
	else
		service_answer(&w->service, &q, &w->reply);
	if (refused || atomic_load(&w->server->stops))
		req->http1_is_persistent = 0;
	send_reply(req, &w->reply);
}

/* A request that has others in front of it. */
struct later {
	h2o_linklist_t link;
	h2o_req_t *req;
};

static void forget(void *later)
{
	h2o_linklist_t *link = &((struct later *)later)->link;
	if (h2o_linklist_is_linked(link))
		h2o_linklist_unlink(link);
}

/*
 * Of a connection that sends requests without waiting for answers the library
 * would see to one after the other, and to nobody else meanwhile.  So each has
 * one answer in a turn of the loop.
 */
static int on_request(h2o_handler_t *self, h2o_req_t *req)
{
	struct worker *w = ((struct handler *)self)->worker;
	h2o_socket_t *socket = req->conn->callbacks->get_socket(req->conn);
	const struct connection *c = socket->on_close.data;
	if (c->turn != w->turn) {
		answer(w, req);
		return 0;
	}
	struct later *later =
		h2o_mem_alloc_shared(&req->pool, sizeof *later, forget);
	*later = (struct later){.req = req};
	h2o_linklist_insert(&w->later, &later->link);
	return 0;
}

/* A turn: what was put off, once each, then who else has come. */
static void run_once(struct worker *w)
{
	h2o_linklist_t now;
	h2o_linklist_init_anchor(&now);
	h2o_linklist_insert_list(&now, &w->later);
	w->turn++;
	while (!h2o_linklist_is_empty(&now)) {
		struct later *later =
			H2O_STRUCT_FROM_MEMBER(struct later, link, now.next);
		h2o_linklist_unlink(&later->link);
		answer(w, later->req);
	}
	atomic_store(&w->idle, true);
	h2o_evloop_run(
		w->context.loop, h2o_linklist_is_empty(&w->later) ? TICK : 0);
}

/* There are too many: say so, if that takes no time, and forget it. */
static void turn_away(h2o_socket_t *socket, struct worker *w)
{
	static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\n"
				   "Retry-After: 1\r\nConnection: close\r\n"
				   "Content-Length: 0\r\n\r\n";
	send(h2o_socket_get_fd(socket), busy, sizeof busy - 1,
		MSG_DONTWAIT | MSG_NOSIGNAL);
	atomic_fetch_add(&w->server->common->metrics.refused, 1);
	h2o_socket_close(socket);
}

/* Whoever woke first took all connections, and with them all the work: one
 * thread was full while others slept.  So nobody takes two in a row while
 * another waits, which hears of the same one. */
static bool is_anothers_turn(const struct worker *w)
{
	const struct server *server = w->server;
	if (atomic_load(&server->stops) || atomic_load(&server->last) != w)
		return false;
	for (unsigned i = 0; i < server->options.threads; i++)
		if (&server->workers[i] != w &&
			atomic_load(&server->workers[i].idle))
			return true;
	return false;
}

static void on_connection(h2o_socket_t *listener, const char *error)
{
	struct worker *w = listener->data;
	if (!error && is_anothers_turn(w))
		return;
	atomic_store(&w->server->last, w);
	h2o_socket_t *socket =
		error ? NULL : h2o_evloop_socket_accept(listener);
	if (!socket)
		return;
	uint64_t open = atomic_load(w->connections.count);
	struct connection *c = open < w->server->options.connections
				       ? connection_new(&w->connections, socket)
				       : NULL;
	if (!c) {
		turn_away(socket, w);
		return;
	}
	socket->on_close.cb = connection_closed;
	socket->on_close.data = c;
	h2o_accept(&w->accept, socket);
}

/*
 * The library waits for the body that a head tells of, or for more of a head
 * that it does not understand.  What would be refused then is refused now; all
 * that was understood has had its answer.
 */
static void refuse_early(struct worker *w, h2o_socket_t *socket)
{
	struct str head = {socket->input->bytes, socket->input->size};
	struct buf out = {0};
	const char *why;
	if (!memmem(head.p, head.len, "\r\n\r\n", 4))
		return;
	unsigned status = head_check(head, &why);
	if (status == 0)
		return;
	service_refuse(
		&w->service, &(struct request){0}, status, why, &w->reply);
	buf_printf(&out,
		"HTTP/1.1 %u %s\r\nConnection: close\r\n"
		"Content-Type: application/problem+json\r\n"
		"Content-Length: %zu\r\n\r\n",
		status, reply_reason(status), w->reply.body.len);
	buf_put_str(&out, buf_str(&w->reply.body));
	if (out.status == OK)
		send(h2o_socket_get_fd(socket), out.p, out.len,
			MSG_DONTWAIT | MSG_NOSIGNAL);
	shutdown(h2o_socket_get_fd(socket), SHUT_RDWR);
	buf_release(&out);
}

static void look_after(struct worker *w)
{
	double now = clock_milliseconds();
	double most = w->server->options.seconds * 1e3;
	if (now - w->looked < TICK)
		return;
	w->looked = now;
	for (struct connection *c = w->connections.first; c; c = c->next) {
		h2o_socket_t *socket = c->socket;
		const struct connection_state state = {
			.waiting = socket->input->size,
			.writing = h2o_socket_is_writing(socket)};
		if (connection_is_bad(c, &state, now, most))
			shutdown(h2o_socket_get_fd(socket), SHUT_RDWR);
		else if (state.waiting && !state.writing)
			refuse_early(w, socket);
	}
}

static void drain(struct worker *w)
{
	double until = clock_milliseconds() + GRACE;
	for (unsigned i = 0; i < LISTEN_MAX; i++)
		if (w->sockets[i])
			h2o_socket_close(w->sockets[i]);
	h2o_context_request_shutdown(&w->context);
	while (w->connections.first && clock_milliseconds() < until) {
		for (struct connection *c = w->connections.first; c;
			c = c->next) {
			h2o_socket_t *socket = c->socket;
			if (socket->input->size == 0 &&
				!h2o_socket_is_writing(socket))
				shutdown(h2o_socket_get_fd(socket), SHUT_RD);
		}
		run_once(w);
	}
}

static void *work(void *data)
{
	struct worker *w = data;
	struct server *server = w->server;
	h2o_evloop_t *loop = h2o_evloop_create();
	h2o_context_init(&w->context, loop, &w->config);
	h2o_linklist_init_anchor(&w->later);
	w->accept = (h2o_accept_ctx_t){
		.ctx = &w->context, .hosts = w->config.hosts};
	for (unsigned i = 0; i < server->listeners.count; i++) {
		int fd = dup(server->listeners.v[i].fd);
		if (fd < 0)
			continue;
		w->sockets[i] = h2o_evloop_socket_create(
			loop, fd, H2O_SOCKET_FLAG_DONT_READ);
		w->sockets[i]->data = w;
		h2o_socket_read_start(w->sockets[i], on_connection);
	}
	while (!atomic_load(&server->stops)) {
		run_once(w);
		look_after(w);
	}
	atomic_store(&w->idle, false);
	drain(w);
	return NULL;
}

static void configure(struct worker *w, const struct server_options *o)
{
	h2o_compress_args_t gzip = {
		.min_size = GZIP_LEAST, .gzip = {GZIP_QUALITY}, .brotli = {-1}};
	h2o_config_init(&w->config);
	w->config.server_name = h2o_iovec_init(H2O_STRLIT("meju"));
	w->config.http1.req_timeout = o->seconds * 1000;
	w->config.http1.upgrade_to_http2 = 0;
	w->config.max_request_entity_size = 0;
	h2o_hostconf_t *host = h2o_config_register_host(
		&w->config, h2o_iovec_init(H2O_STRLIT("default")), 65535);
	h2o_pathconf_t *path = h2o_config_register_path(host, "/", 0);
	h2o_compress_register(path, &gzip);
	struct handler *handler =
		(struct handler *)h2o_create_handler(path, sizeof *handler);
	handler->super.on_req = on_request;
	handler->worker = w;
}

/* Signals are for the thread that waits for them (stop.h), else one that comes
 * before it waits is lost on another. */
static bool start_thread(struct worker *w)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bool started = pthread_create(&w->thread, NULL, work, w) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

enum status server_start(struct server **out,
	const struct server_options *options, struct service_common *common,
	const struct listeners *listeners, struct error *err)
{
	size_t size = sizeof(struct server) +
		      options->threads * sizeof(struct worker);
	struct server *server = calloc(1, size);
	enum status status = OK;
	if (!server)
		return error_set(err, ERR_NOMEM, "out of memory");
	server->options = *options;
	server->common = common;
	server->listeners = *listeners;
	for (unsigned i = 0; i < options->threads && status == OK; i++) {
		struct worker *w = &server->workers[i];
		server->count++;
		w->server = server;
		w->connections.count = &common->metrics.connections;
		configure(w, options);
		status = service_open(&w->service, common, err);
		if (status != OK)
			break;
		w->running = start_thread(w);
		if (!w->running)
			status = error_set(
				err, ERR_LIMIT, "cannot start another thread");
	}
	*out = server;
	if (status != OK)
		server_stop(server);
	return status;
}

void server_stop(struct server *server)
{
	atomic_store(&server->stops, true);
	for (unsigned i = 0; i < server->count; i++) {
		struct worker *w = &server->workers[i];
		if (w->running)
			pthread_join(w->thread, NULL);
		service_close(&w->service);
		reply_release(&w->reply);
	}
}
