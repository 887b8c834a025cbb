using System.Text.Json;
using Divoc.Functions.Domain;
using Divoc.Functions.Registry;
using Divoc.Functions.Tests.Growth;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Types;

namespace Divoc.Functions.Tests.Issuing;

/// <summary>A type that throws what nobody expects of it: its event is tried again, and recorded in the end.</summary>
public sealed class BrittleTypeTests : IAsyncDisposable
{
    private readonly IssuingBench bench = new();
    private Exception? fault;

    public BrittleTypeTests()
    {
        var type = DataTypeTests.Document();
        bench.Get<CertificateTypes>().Add(new AlteredType(type) { Facts = data => fault is null ? type.FactsOf(data) : throw fault });
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    public static TheoryData<string> Faults =>
        ["InvalidOperationException", "FactsTooLargeException", "KeyNotFoundException", "OperationCanceledException"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_event_that_its_type_fails_to_read_is_retried_and_dead_lettered_at_the_tenth_attempt(string name)
    {
        fault = name switch
        {
            "InvalidOperationException" => new InvalidOperationException("bug"),
            "FactsTooLargeException" => new FactsTooLargeException(),
            "KeyNotFoundException" => new KeyNotFoundException(),
            _ => new OperationCanceledException(),
        };
        var certification = Certification();
        var first = await bench.DeliverAsync(certification);
        var tenth = await bench.DeliverAsync(certification, attempt: 10);
        var failure = await bench.Get<FailureRegistry>().FindAsync(certification.CertificateId, TestContext.Current.CancellationToken);

        Assert.NotNull(first.RetriedAfter);
        Assert.Equal("TOO_MANY_ATTEMPTS", tenth.SetAsideFor);
        Assert.Equal((10, "TOO_MANY_ATTEMPTS"), (failure!.Attempts, failure.Reason));
        Assert.Contains(name, failure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_event_is_dead_lettered_immediately_and_an_event_of_a_newer_version_waits()
    {
        var certification = Certification();
        fault = new JsonException("another form");
        var unreadable = await bench.DeliverAsync(certification);
        fault = new NewerFormException("event");
        var newer = await bench.DeliverAsync(certification);
        var unknown = await bench.DeliverAsync(certification with { Event = certification.Event with { Version = 2 } });

        Assert.Equal("NOT_AN_EVENT", unreadable.SetAsideFor);
        Assert.NotNull(newer.WaitedForOutage);
        Assert.NotNull(unknown.WaitedForOutage);
    }

    private static CertificationEvent Certification()
    {
        var type = DataTypeTests.Document();
        var data = JsonSerializer.SerializeToElement(Convalescences.Event("BRITTLE"));
        return EventBuilder.Certification(EventBuilder.Vaccination("BRITTLE"), CertificateShape.VaccinationV1) with
        {
            Key = type.KeyOf(data)!,
            Event = new AcceptedEvent(type.Name, type.Version, type.Shapes[0].Name, data),
        };
    }
}
