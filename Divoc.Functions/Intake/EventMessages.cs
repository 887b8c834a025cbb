using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Types;

namespace Divoc.Functions.Intake;

/// <summary>The queue messages of a request: one for each element that is no duplicate.</summary>
public static class EventMessages
{
    // A message carries what the page of a later dose can show of the doses before it, so that a large family of doses stays small in the queue.
    private const int MostEarlierDoses = 20;
    private const int LongestShownText = 100;

    /// <summary>Makes the messages. The same request gives the same messages, so that sending again is seen as such.</summary>
    public static IReadOnlyList<QueueMessage> Of(CertifyRequestRecord request, IReadOnlyList<HealthEvent> events, CertificateShape shape)
    {
        var doses = DosesByPerson(request, events);
        return [.. request.Certificates.Index()
            .Where(element => !element.Item.IsDuplicate)
            .Select(element => Message(request, element.Item, events[element.Index], shape, doses))];
    }

    private static QueueMessage Message(
        CertifyRequestRecord request,
        RequestedCertificate requested,
        HealthEvent happened,
        CertificateShape shape,
        ILookup<(string Ledger, string Programme), EarlierEvent> doses)
    {
        var earlier = !VaccinationType.Has(requested.Key) ? [] : doses[(requested.Ledger, requested.Key.Programme)]
            .Where(dose => VaccinationType.DoseOf(dose.Text) < VaccinationType.DoseOf(requested.Key))
            .OrderBy(dose => VaccinationType.DoseOf(dose.Text))
            .TakeLast(MostEarlierDoses);
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
            Event = HealthEvents.Write(happened, shape),
            Earlier = [.. earlier],
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

    private static ILookup<(string Ledger, string Programme), EarlierEvent> DosesByPerson(CertifyRequestRecord request, IReadOnlyList<HealthEvent> events)
    {
        return request.Certificates.Zip(events)
            .Where(element => element.Second.Vaccination is not null)
            .ToLookup(element => (element.First.Ledger, element.First.Key.Programme), element => new EarlierEvent(element.First.Key.Text, FactsOf(element.Second)));
    }

    private static EventFacts FactsOf(HealthEvent happened)
    {
        var facts = HealthEvents.FactsOf(happened);
        return facts with { Vaccine = Shown(facts.Vaccine ?? ""), Batch = Shown(facts.Batch ?? ""), Country = Shown(facts.Country) };
    }

    private static string Shown(string text)
    {
        if (text.Length <= LongestShownText)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[LongestShownText - 1]) ? LongestShownText - 1 : LongestShownText;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
