// Puts a broker through what Microsoft's client can do with a queue; writes a JSON line for each check and ends with 1 if one fails.
"use strict";
const assert = require("node:assert/strict");
const { ServiceBusClient } = require("@azure/service-bus");

const connection = process.env.CONNECTION_STRING;
const queue = process.env.QUEUE;
const retryOptions = { maxRetries: 1, timeoutInMs: 60000, retryDelayInMs: 200 };
const client = new ServiceBusClient(connection, { retryOptions });
const sender = client.createSender(queue);
const receiver = client.createReceiver(queue);
const dead = client.createReceiver(queue, { subQueueType: "deadLetter" });

async function take(from, count = 1) {
  const taken = [];
  while (taken.length < count) {
    const more = await from.receiveMessages(count - taken.length, { maxWaitTimeInMs: 60000 });
    assert.notEqual(more.length, 0, "nothing came");
    taken.push(...more);
  }
  return taken;
}

const none = async (from) => assert.equal((await from.receiveMessages(1, { maxWaitTimeInMs: 500 })).length, 0);

const checks = {
  "send and receive": async () => {
    await sender.sendMessages({
      messageId: "one", body: { name: "Ä" }, contentType: "application/json", subject: "vaccination", correlationId: "request", applicationProperties: { attempt: "3", count: 7 },
    });
    const [message] = await take(receiver);
    assert.deepEqual(message.body, { name: "Ä" });
    assert.equal(message.messageId, "one");
    assert.equal(message.contentType, "application/json");
    assert.equal(message.subject, "vaccination");
    assert.equal(message.correlationId, "request");
    assert.deepEqual(message.applicationProperties, { attempt: "3", count: 7 });
    assert.ok(message.lockedUntilUtc > message.enqueuedTimeUtc);
    assert.ok(message.sequenceNumber.toNumber() > 0);
    await receiver.completeMessage(message);
    await none(receiver);
  },
  "batch": async () => {
    const batch = await sender.createMessageBatch();
    assert.equal(batch.maxSizeInBytes, 262144);
    for (let turn = 0; turn < 20; turn++) {
      assert.ok(batch.tryAddMessage({ messageId: `batch-${turn}`, body: turn }));
    }
    await sender.sendMessages(batch);
    const messages = await take(receiver, 20);
    assert.deepEqual(messages.map((message) => message.body), [...Array(20).keys()]);
    await Promise.all(messages.map((message) => receiver.completeMessage(message)));
  },
  "delivery count": async () => {
    await sender.sendMessages({ messageId: "count", body: 1 });
    for (let delivery = 0; delivery < 3; delivery++) {
      const [message] = await take(receiver);
      assert.equal(message.deliveryCount, delivery);
      await (delivery < 2 ? receiver.abandonMessage(message) : receiver.completeMessage(message));
    }
  },
  "peek": async () => {
    await sender.sendMessages([{ messageId: "peek-1", body: 1 }, { messageId: "peek-2", body: 2 }]);
    const peeked = await receiver.peekMessages(10);
    assert.deepEqual(peeked.map((message) => message.messageId), ["peek-1", "peek-2"]);
    assert.equal(peeked[0].state, "active");
    const rest = await receiver.peekMessages(10, { fromSequenceNumber: peeked[1].sequenceNumber });
    assert.deepEqual(rest.map((message) => message.messageId), ["peek-2"]);
    for (const message of await take(receiver, 2)) {
      await receiver.completeMessage(message);
    }
  },
  "abandon with properties": async () => {
    await sender.sendMessages({ messageId: "abandon", body: 1, applicationProperties: { kept: "yes" } });
    const [first] = await take(receiver);
    await receiver.abandonMessage(first, { why: "later" });
    const [second] = await take(receiver);
    assert.deepEqual(second.applicationProperties, { kept: "yes", why: "later" });
    await receiver.completeMessage(second);
  },
  "renew": async () => {
    await sender.sendMessages({ messageId: "renew", body: 1 });
    const [message] = await take(receiver);
    const before = message.lockedUntilUtc;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok((await receiver.renewMessageLock(message)) > before);
    await receiver.completeMessage(message);
  },
  "dead-letter with reason": async () => {
    await sender.sendMessages({ messageId: "dead", body: 1, applicationProperties: { kept: "yes" } });
    const [message] = await take(receiver);
    await receiver.deadLetterMessage(message, { deadLetterReason: "no-event", deadLetterErrorDescription: "It is no event.", extra: "more" });
    const [peeked] = await dead.peekMessages(1);
    assert.equal(peeked.deadLetterReason, "no-event");
    assert.equal(peeked.deadLetterErrorDescription, "It is no event.");
    assert.equal(peeked.deadLetterSource, queue);
    assert.equal(peeked.applicationProperties.kept, "yes");
    assert.equal(peeked.applicationProperties.extra, "more");
    await none(receiver);
  },
  "receive and complete dead letters": async () => {
    const [message] = await take(dead);
    assert.equal(message.deadLetterReason, "no-event");
    await dead.abandonMessage(message);
    const [again] = await take(dead);
    await dead.completeMessage(again);
    await none(dead);
  },
  "defer": async () => {
    await sender.sendMessages({ messageId: "defer", body: 1 });
    const [message] = await take(receiver);
    await receiver.deferMessage(message);
    await none(receiver);
    assert.equal((await receiver.peekMessages(1, { fromSequenceNumber: message.sequenceNumber }))[0].state, "deferred");
    const [deferred] = await receiver.receiveDeferredMessages(message.sequenceNumber);
    assert.equal(deferred.messageId, "defer");
    await receiver.completeMessage(deferred);
  },
  "schedule and cancel": async () => {
    const [number] = await sender.scheduleMessages({ messageId: "cancel", body: 1 }, new Date(Date.now() + 3600000));
    assert.equal((await receiver.peekMessages(1, { fromSequenceNumber: number }))[0].state, "scheduled");
    await sender.cancelScheduledMessages(number);
    assert.equal((await receiver.peekMessages(1, { fromSequenceNumber: number })).length, 0);
  },
  "schedule": async () => {
    const due = Date.now() + 1500;
    await sender.scheduleMessages({ messageId: "schedule", body: 1 }, new Date(due));
    const [message] = await take(receiver);
    assert.ok(Date.now() >= due - 50);
    assert.equal(message.scheduledEnqueueTimeUtc.getTime(), due);
    await receiver.completeMessage(message);
  },
  "duplicates": async () => {
    await sender.sendMessages([{ messageId: "twice", body: 1 }, { messageId: "twice", body: 2 }]);
    await sender.sendMessages({ messageId: "twice", body: 3 });
    const [message] = await take(receiver);
    assert.equal(message.body, 1);
    await receiver.completeMessage(message);
    await none(receiver);
  },
  "subscribe": async () => {
    const seen = new Set();
    const own = client.createReceiver(queue);
    const all = new Promise((resolve, reject) => own.subscribe({
      processMessage: async (message) => { seen.add(message.messageId); if (seen.size === 25) { resolve(); } },
      processError: async (args) => reject(args.error),
    }, { maxConcurrentCalls: 4 }));
    await sender.sendMessages([...Array(25).keys()].map((turn) => ({ messageId: `subscribe-${turn}`, body: turn })));
    await all;
    // The last ones are completed a moment after they were seen.
    while ((await receiver.peekMessages(1)).length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await own.close();
    await none(receiver);
  },
  "receive and delete": async () => {
    await sender.sendMessages({ messageId: "delete", body: 1 });
    const deleting = client.createReceiver(queue, { receiveMode: "receiveAndDelete" });
    await take(deleting);
    await deleting.close();
    assert.equal((await client.createReceiver(queue).peekMessages(1)).length, 0);
  },
  "settle after close": async () => {
    await sender.sendMessages({ messageId: "close", body: 1 });
    const closing = client.createReceiver(queue);
    await take(closing);
    await closing.close();
    await none(receiver);
  },
  "too large": async () => {
    await assert.rejects(sender.sendMessages({ messageId: "large", body: "x".repeat(300000) }), (error) => /size|large/i.test(`${error.code} ${error.message}`));
  },
  "unknown queue": async () => {
    await assert.rejects(client.createSender("nobody").sendMessages({ body: 1 }), { code: "MessagingEntityNotFound" });
  },
  "wrong key": async () => {
    const stranger = new ServiceBusClient(connection.replace(/SharedAccessKey=[^;]*/, "SharedAccessKey=wrong"), { retryOptions: { ...retryOptions, maxRetries: 0 } });
    await assert.rejects(stranger.createSender(queue).sendMessages({ body: 1 }), (error) => /Unauthorized|401|signature/i.test(`${error.code} ${error.message}`));
    await stranger.close();
  },
};

(async () => {
  for (const [check, run] of Object.entries(checks)) {
    const verdict = { check, passed: true };
    try {
      await run();
    } catch (error) {
      verdict.passed = false;
      verdict.error = `${error.code ?? ""} ${error.message}`;
      process.exitCode = 1;
    }
    console.log(JSON.stringify(verdict));
  }
  await client.close();
  process.exit(process.exitCode ?? 0);
})();
