using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Divoc.Functions.Tests.Messaging.Broker;

/// <summary>The node <c>{queue}/$management</c> (Microsoft, AMQP 1.0 in Azure Service Bus: request-response-based operations).</summary>
internal sealed class ManagementNode(ServiceBusDouble broker, BrokerQueue queue)
{
    public const string Suffix = "/$management";

    public Message Answer(Message request)
    {
        if (broker.Switches.ServerBusy)
        {
            return Refusal(BrokerError.ServerBusy);
        }

        var asked = (Map)request.Body;
        return (request.ApplicationProperties["operation"] as string) switch
        {
            "com.microsoft:renew-lock" => Renew((Guid[])asked["lock-tokens"]),
            "com.microsoft:peek-message" => Peek((long)asked["from-sequence-number"], (int)asked["message-count"]),
            "com.microsoft:schedule-message" => Schedule((IEnumerable<object>)asked["messages"]),
            "com.microsoft:cancel-scheduled-message" => Cancel((long[])asked["sequence-numbers"]),
            "com.microsoft:receive-by-sequence-number" => Receive((long[])asked["sequence-numbers"]),
            "com.microsoft:update-disposition" => Settle((Guid[])asked["lock-tokens"], (string)asked["disposition-status"], asked),
            var other => throw new InvalidOperationException($"The double does not know the operation {other}."),
        };
    }

    private Message Renew(Guid[] tokens)
    {
        var ends = tokens.Select(queue.Renew).ToList();
        return ends.Contains(null)
            ? Refusal(BrokerError.LockLost)
            : Answer(200, new Map { ["expirations"] = ends.Select(end => end!.Value.UtcDateTime).ToArray() });
    }

    private Message Peek(long from, int count)
    {
        var found = queue.Peek(from, count);
        return found.Count == 0
            ? Answer(204, [])
            : Answer(200, Messages(found.Select(message => new Map { ["message"] = message.ToPeeked() })));
    }

    private Message Schedule(IEnumerable<object> entries)
    {
        var numbers = entries.Cast<Map>().Select(entry => queue.Enqueue(StoredMessage.Decode((byte[])entry["message"]))).ToArray();
        return Answer(200, new Map { ["sequence-numbers"] = numbers });
    }

    private Message Cancel(long[] numbers) => numbers.All(queue.Cancel) ? Answer(200, []) : Refusal(BrokerError.MessageNotFound);

    private Message Receive(long[] numbers)
    {
        var taken = numbers.Select(queue.TakeDeferred).OfType<StoredMessage>().ToList();
        return taken.Count < numbers.Length
            ? Refusal(BrokerError.MessageNotFound)
            : Answer(200, Messages(taken.Select(message => new Map
            {
                ["lock-token"] = message.LockToken!.Value,
                ["message"] = StoredMessage.Of(message.ToDelivery()).Encoded,
            })));
    }

    private Message Settle(Guid[] tokens, string status, Map asked)
    {
        broker.Switches.SettlementAsked();
        var modified = asked["properties-to-modify"] is Map map
            ? map.Select(pair => KeyValuePair.Create(pair.Key.ToString()!, pair.Value)).ToList()
            : [];
        Func<Guid, bool> settle = status switch
        {
            "completed" => queue.Complete,
            "abandoned" => token => queue.Abandon(token, modified),
            "defered" => token => queue.Defer(token, modified),
            "suspended" =>
                token => queue.SetAside(token, asked["deadletter-reason"] as string, asked["deadletter-description"] as string, modified),
            _ => throw new InvalidOperationException($"The double does not know the disposition {status}."),
        };
        return tokens.All(settle) ? Answer(200, []) : Refusal(BrokerError.LockLost);
    }

    private static Map Messages(IEnumerable<Map> entries)
    {
        var list = new List();
        foreach (var entry in entries)
        {
            list.Add(entry);
        }

        return new Map { ["messages"] = list };
    }

    private static Message Refusal(BrokerError error)
    {
        var answer = Answer(error.Status, []);
        answer.ApplicationProperties["statusDescription"] = error.Description;
        answer.ApplicationProperties["errorCondition"] = new Symbol(error.Condition);
        return answer;
    }

    private static Message Answer(int status, Map body) => new()
    {
        ApplicationProperties = new ApplicationProperties { ["statusCode"] = status, ["statusDescription"] = "OK" },
        BodySection = new AmqpValue { Value = body },
    };
}
