using System.Text;
using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Intake;
using Divoc.Functions.Messaging;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types.Vaccination;

namespace Divoc.Functions.Tests.Intake;

public sealed class EventMessagesTests
{
    [Fact]
    public void A_message_contains_only_the_lower_doses_of_the_same_person_and_programme()
    {
        var events = new[]
        {
            EventBuilder.Vaccination("A", dose: 2),
            EventBuilder.Vaccination("A", dose: 1),
            EventBuilder.Vaccination("B", dose: 1),
            EventBuilder.Vaccination("A", dose: 3) with { ProgramId = "another" },
        };

        var doses = Messages(events)
            .Select(certification => certification.Earlier.Select(dose => VaccinationType.DoseOf(dose.Text)).ToArray());

        Assert.Equal([[1], [], [], []], doses);
    }

    /// <summary>Otherwise a few megabytes of a call become hundreds in the queue, since every dose carries all before it.</summary>
    [Fact]
    public void Queue_messages_for_many_doses_with_long_names_stay_small()
    {
        var events = Enumerable.Range(1, 28).SelectMany(person => Enumerable.Range(1, 28).Select(dose =>
        {
            var happened = EventBuilder.Vaccination($"P{person}", dose, totalDoses: 28);
            return happened with
            {
                Vaccination = happened.Vaccination! with { Name = new string('ක', 1000), Batch = new string('ක', 1000) },
            };
        })).ToArray();

        var messages = EventMessages.Of(
            RequestOf(events),
            [.. events.Select(happened => happened.Accepted(CertificateShape.VaccinationV1))],
            CertificateShape.VaccinationV1.TypeOf());

        Assert.All(messages, message => Assert.InRange(message.Body.Length, 1, 24 * 1024));
        Assert.Equal(20, CertificationEventJson.Parse(messages[27].Body)!.Earlier.Count);
        Assert.Equal(8, VaccinationType.DoseOf(CertificationEventJson.Parse(messages[27].Body)!.Earlier[0].Text));
    }

    /// <summary>
    /// So the validation's bound on an event is the only one. An emoji takes twelve bytes, more than any other character.
    /// </summary>
    [Fact]
    public void The_largest_event_fits_into_a_queue_message_together_with_the_longest_texts()
    {
        var longest = string.Concat(Enumerable.Repeat("\U0001F600", IntakeLimits.TextCharacters));
        var doses = Enumerable.Range(1, 21).Select(dose =>
        {
            var happened = EventBuilder.Vaccination("P", dose, totalDoses: 21) with { ProgramId = longest };
            var address = new PostalAddress { AddressLine1 = "", District = "", State = "", Country = longest, Pincode = "" };
            return happened with
            {
                Vaccination = happened.Vaccination! with { Name = longest, Batch = longest },
                Facility = happened.Facility with { Address = address },
            };
        });
        var test = EventBuilder.Test("Q") with { ProgramId = longest };
        HealthEvent[] vaccinations = [.. doses.Select(Filled)];
        HealthEvent[] tests = [Filled(test with { TestDetails = test.TestDetails! with { TestType = longest, Disease = longest } })];

        var messages = EventMessages.Of(
            RequestOf(vaccinations),
            [.. vaccinations.Select(happened => happened.Accepted(CertificateShape.VaccinationV1))],
            CertificateShape.VaccinationV1.TypeOf())
            .Concat(EventMessages.Of(
                RequestOf(tests), [.. tests.Select(happened => happened.Accepted(CertificateShape.Test))], CertificateShape.Test.TypeOf()));

        Assert.All(messages, message => Assert.InRange(message.Body.Length, IntakeLimits.EventBytes, QueueLimits.MaxMessageBytes - 4096));
    }

    /// <summary>
    /// A type that bounds nothing, with the most facts that it may have; an emoji takes twelve bytes in a message and four in the facts.
    /// </summary>
    [Theory]
    [InlineData("x", 2000, 20)]
    [InlineData("\U0001F600", 500, 6)]
    public void The_earlier_events_in_a_message_are_limited_in_size_whatever_a_type_returns(string character, int count, int carried)
    {
        var facts = new EventFacts(JsonElement.Parse($$"""{"text":"{{string.Concat(Enumerable.Repeat(character, count))}}"}"""));
        var type = new AlteredType(OwnTypes.Vaccination) { Facts = _ => facts, Earlier = (_, others) => [.. others] };
        HealthEvent[] events = [.. Enumerable.Range(1, 60).Select(dose => EventBuilder.Vaccination("P", dose % 28 + 1, totalDoses: 28))];

        var messages = EventMessages.Of(
            RequestOf(events), [.. events.Select(happened => happened.Accepted(CertificateShape.VaccinationV1))], type);
        var earlier = messages.Select(message => CertificationEventJson.Parse(message.Body)!.Earlier).ToList();

        Assert.All(messages, message => Assert.InRange(message.Body.Length, 1, QueueLimits.MaxMessageBytes - IntakeLimits.EventBytes));
        Assert.All(earlier, doses => Assert.Equal(carried, doses.Count));
        Assert.Equal(events[^1].Key.Text, earlier[0][^1].Text);
        Assert.Equal(events[^carried].Key.Text, earlier[0][0].Text);
    }

    [Fact]
    public void A_message_names_the_owner_and_an_older_message_without_an_owner_is_read_with_none()
    {
        HealthEvent[] events = [EventBuilder.Vaccination("A")];
        var body = Encoding.UTF8.GetString(EventMessages.Of(
            RequestOf(events) with { Owner = "clinic" },
            [.. events.Select(happened => happened.Accepted(CertificateShape.VaccinationV1))],
            CertificateShape.VaccinationV1.TypeOf())[0].Body.Span);
        var older = body.Replace("\"owner\":\"clinic\",", "", StringComparison.Ordinal);

        Assert.NotEqual(body, older);
        Assert.Equal("clinic", CertificationEventJson.Parse(Encoding.UTF8.GetBytes(body))!.Owner);
        Assert.Null(CertificationEventJson.Parse(Encoding.UTF8.GetBytes(older))!.Owner);
    }

    private static IEnumerable<CertificationEvent> Messages(HealthEvent[] events)
    {
        return EventMessages.Of(
            RequestOf(events),
            [.. events.Select(happened => happened.Accepted(CertificateShape.VaccinationV1))],
            CertificateShape.VaccinationV1.TypeOf())
            .Select(message => CertificationEventJson.Parse(message.Body)!);
    }

    private static CertifyRequest RequestOf(IEnumerable<HealthEvent> events) => new()
    {
        RequestId = RandomId.New(),
        AcceptedAt = EventBuilder.AcceptedAt,
        BodyHash = "",
        Warnings = [],
        Certificates = [.. events.Select(happened => new RequestedCertificate
        {
            PreEnrollmentCode = happened.PreEnrollmentCode,
            Ledger = LedgerName.Of(happened.PreEnrollmentCode),
            Key = happened.Key,
            CertificateId = RandomId.New(),
            VersionsAtAcceptance = 0,
        })],
    };

    /// <summary>The event with as much as brings it to the bound.</summary>
    private static HealthEvent Filled(HealthEvent happened)
    {
        static HealthEvent With(HealthEvent happened, string filling) => happened.TestDetails is null
            ? happened with { Comorbidities = [filling] }
            : happened with { Meta = JsonSerializer.SerializeToElement(new { filling }) };

        return With(happened, new string('x', IntakeLimits.EventBytes - EventJson.Serialize(With(happened, "")).Length));
    }
}
