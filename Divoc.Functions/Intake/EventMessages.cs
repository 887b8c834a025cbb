using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>The queue messages of a request: one for each element that is not a duplicate.</summary>
public static class EventMessages
{
    /// <summary>The maximum of earlier events in a message: the last ones that its page shows.</summary>
    public const int MostEarlier = 20;

    /// <summary>
    /// Their maximum size in bytes: together with the largest event (<see cref="IntakeLimits.EventBytes"/>) they fit into a message.
    /// </summary>
    public const int MostEarlierBytes = MostEarlier * EventFacts.MostBytes;

    /// <summary>Makes the messages. The same request always gives the same messages, so that repetitions are recognised.</summary>
    public static IReadOnlyList<QueueMessage> Of(CertifyRequest request, IReadOnlyList<AcceptedEvent> events, ICertificateType type)
    {
        var ofPerson = request.Certificates.Zip(events)
            .ToLookup(
                element => (element.First.Ledger, element.First.Key.Programme),
                element => new EarlierEvent(element.First.Key.Text, type.FactsOf(element.Second.Data)));
        return [.. request.Certificates.Index()
            .Where(element => !element.Item.IsDuplicate)
            .Select(element => Message(
                request,
                element.Item,
                events[element.Index],
                Bounded(type.EarlierOf(element.Item.Key, ofPerson[(element.Item.Ledger, element.Item.Key.Programme)]))))];
    }

    /// <summary>The last of the events that a type returns, because its own limit may be higher or missing.</summary>
    private static List<EarlierEvent> Bounded(IReadOnlyList<EarlierEvent> earlier)
    {
        var bytes = 0;
        var last = earlier.Reverse().Take(MostEarlier).TakeWhile(one =>
            (bytes += JsonSerializer.SerializeToUtf8Bytes(one, CertificationEventJson.Compact.EarlierEvent).Length) <= MostEarlierBytes);
        return [.. last.Reverse()];
    }

    private static QueueMessage Message(
        CertifyRequest request, RequestedCertificate requested, AcceptedEvent happened, IReadOnlyList<EarlierEvent> earlier)
    {
        var certification = new CertificationEvent
        {
            CertificateId = requested.CertificateId,
            RequestId = request.RequestId,
            Ledger = requested.Ledger,
            Key = requested.Key,
            VersionsAtAcceptance = requested.VersionsAtAcceptance,
            Replaces = requested.Replaces,
            Owner = request.Owner,
            UpdatedBy = request.UpdatedBy,
            AcceptedAt = request.AcceptedAt,
            Event = happened,
            Earlier = earlier,
        };
        return new QueueMessage
        {
            MessageId = requested.CertificateId,
            Subject = CertificationEvent.MessageSubject,
            CorrelationId = request.RequestId,
            Sender = request.Owner,
            Body = JsonSerializer.SerializeToUtf8Bytes(certification, CertificationEventJson.Compact.CertificationEvent),
        };
    }
}
