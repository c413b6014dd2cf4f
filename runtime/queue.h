/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of connections, first in first out, with removal from the middle: the
 * links stand in the connection, one pair for each list it may be in.
 *
 *      queue.first -> c -> c -> ... -> c <- queue.last
 *                     <- previous  next ->
 */
#ifndef QUEUE_H
#define QUEUE_H

#include "connection.h"

/*@ // One and the same, or nothing in common.
    predicate queue_apart(struct connection *a, struct connection *b,
                          integer name) =
      a == \null || b == \null || a == b ||
      \separated(&a->link[name], &b->link[name]);

    // A neighbour in the list: none, or one that says the same.
    predicate queue_next(struct connection *c, integer name) =
      c->link[name].next == \null ||
      (\valid(&c->link[name].next->link[name]) &&
       c->link[name].next != c &&
       c->link[name].next->link[name].member &&
       c->link[name].next->link[name].previous == c);

    predicate queue_previous(struct connection *c, integer name) =
      c->link[name].previous == \null ||
      (\valid(&c->link[name].previous->link[name]) &&
       c->link[name].previous != c &&
       c->link[name].previous->link[name].member &&
       c->link[name].previous->link[name].next == c);

    // c is in this very list, and rightly linked.
    predicate queue_holds(struct queue *queue, struct connection *c,
                          integer name) =
      c->link[name].member &&
      queue_next(c, name) && queue_previous(c, name) &&
      (c->link[name].next == \null ==> queue->last == c) &&
      (c->link[name].previous == \null ==> queue->first == c) &&
      (c->link[name].next != \null && c->link[name].previous != \null ==>
       c->link[name].next != c->link[name].previous);

    // Both ends, or none.
    predicate queue_ok(struct queue *queue, integer name) =
      (queue->first == \null <==> queue->last == \null) &&
      (queue->last != \null ==>
        \valid(&queue->last->link[name]) &&
        queue->last->link[name].member &&
        queue->last->link[name].next == \null) &&
      (queue->first != \null ==>
        \valid(&queue->first->link[name]) &&
        queue->first->link[name].member &&
        queue->first->link[name].previous == \null);

    // What queue_append() touches is there and apart.
    predicate queue_takes(struct queue *queue, struct connection *c,
                          integer name) =
      0 <= name < QUEUES && \valid(queue) && \valid(&c->link[name]) &&
      queue_ok(queue, name) && \separated(queue, &c->link[name]) &&
      (queue->last != \null ==>
        \separated(queue, &queue->last->link[name])) &&
      (queue->first != \null ==>
        \separated(queue, &queue->first->link[name])) &&
      queue_apart(c, queue->first, name) &&
      queue_apart(c, queue->last, name) &&
      queue_apart(queue->first, queue->last, name);

    // What queue_remove() touches; a member is one of this queue.
    predicate queue_gives(struct queue *queue, struct connection *c,
                          integer name) =
      0 <= name < QUEUES && \valid(queue) && \valid(&c->link[name]) &&
      \separated(queue, &c->link[name]) &&
      (c->link[name].member ==> queue_holds(queue, c, name) &&
        (c->link[name].next != \null ==>
          \separated(queue, &c->link[name].next->link[name])) &&
        (c->link[name].previous != \null ==>
          \separated(queue, &c->link[name].previous->link[name])) &&
        queue_apart(c, c->link[name].next, name) &&
        queue_apart(c, c->link[name].previous, name) &&
        queue_apart(c->link[name].next, c->link[name].previous, name)); */

/* Appends, unless it is a member already. */
/*@ requires queue_takes(queue, c, name);
    terminates \true; exits \false;
    assigns queue->first, queue->last, c->link[name],
      queue->last->link[name].next;
    ensures ok: queue_ok(queue, name);
    ensures c->link[name].member;
    ensures append: !\old(c->link[name].member) ==>
      queue->last == c && c->link[name].next == \null &&
      c->link[name].previous == \old(queue->last) &&
      (\old(queue->last) != \null ==> queue->first == \old(queue->first) &&
        \at(queue->last, Pre)->link[name].next == c) &&
      (\old(queue->last) == \null ==> queue->first == c);
    ensures already: \old(c->link[name].member) ==>
      queue->first == \old(queue->first) &&
      queue->last == \old(queue->last) &&
      c->link[name].next == \old(c->link[name].next) &&
      c->link[name].previous == \old(c->link[name].previous); */
void queue_append(struct queue *queue, enum queue_name name,
                  struct connection *c);

/* Removes, if it is a member. */
/*@ requires queue_gives(queue, c, name);
    terminates \true; exits \false;
    assigns queue->first, queue->last, c->link[name].member,
      c->link[name].next->link[name].previous,
      c->link[name].previous->link[name].next;
    ensures !c->link[name].member;
    ensures next: \old(c->link[name].member) ==>
      (c->link[name].next != \null ==>
        c->link[name].next->link[name].previous == c->link[name].previous &&
        queue->last == \old(queue->last)) &&
      (c->link[name].next == \null ==>
        queue->last == c->link[name].previous);
    ensures previous: \old(c->link[name].member) ==>
      (c->link[name].previous != \null ==>
        c->link[name].previous->link[name].next == c->link[name].next &&
        queue->first == \old(queue->first)) &&
      (c->link[name].previous == \null ==>
        queue->first == c->link[name].next);
    ensures not: !\old(c->link[name].member) ==>
      queue->first == \old(queue->first) &&
      queue->last == \old(queue->last); */
void queue_remove(struct queue *queue, enum queue_name name,
                  struct connection *c);

#endif
