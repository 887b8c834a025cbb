using Divoc.Functions.Access;
using Divoc.Functions.Certificates;
using Divoc.Functions.Domain;
using Divoc.Functions.Rendering.Pdf;
using Divoc.Functions.Tests.Access;
using Divoc.Functions.Tests.Faults;
using Divoc.Functions.Tests.Hosting;
using Divoc.Functions.Tests.Issuing;
using Divoc.Functions.Tests.Messaging;
using Divoc.Functions.Tests.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Triggers;

/// <summary>
/// The rooms of the service without a host, and in their store certificates in each state. Tests that change one issue their own.
/// </summary>
public sealed class PlainBench : IAsyncLifetime
{
    /// <summary>No certificate has it.</summary>
    internal const string Unknown = "zzzzzzzzzzzzzzzzzzzzzzzzza";

    internal const string Code = "PE-PLAIN";

    private int people;

    public PlainBench()
    {
        Queue = new InMemoryMessageQueue(TimeProvider.System);
        Bench = new IssuingBench(services =>
            services.AddMessageQueue(Queue).AddSingleton<IPdfWriter, ShortPageWriter>().AddSingleton<ILocalOperator, OpenMachine>());
    }

    internal InMemoryMessageQueue Queue { get; }

    internal IssuingBench Bench { get; }

    /// <summary>The one certificate of <see cref="Code"/> that is live.</summary>
    internal string Live { get; private set; } = "";

    internal string Superseded { get; private set; } = "";

    internal string Revoked { get; private set; } = "";

    internal string Erased { get; private set; } = "";

    internal string TestResult { get; private set; } = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Superseded = await IssueAsync(Code);
        Live = await UpdateAsync(Code, Superseded);
        Revoked = await IssueAsync();
        Erased = await IssueAsync();
        TestResult = await DeliverAsync(EventBuilder.Certification(EventBuilder.Test(Code), CertificateShape.Test));
        var order = new ChangeOrder("PLAIN", "as told", Caller.Service);
        await Bench.Get<StateChanger>().RevokeAsync(Revoked, order, Token);
        await Bench.Get<CertificateEraser>().EraseAsync(Erased, order, Token);
    }

    public ValueTask DisposeAsync() => Bench.DisposeAsync();

    /// <summary>Issues a vaccination certificate, of a person of its own unless a code is given.</summary>
    internal Task<string> IssueAsync(string? code = null)
    {
        var happened = EventBuilder.Vaccination(code ?? $"PE-{Interlocked.Increment(ref people)}");
        return DeliverAsync(EventBuilder.Certification(happened, CertificateShape.VaccinationV1));
    }

    internal Task<string> UpdateAsync(string code, string replaced)
    {
        var certification = EventBuilder.Certification(
            EventBuilder.Vaccination(code), CertificateShape.VaccinationV1, versionsAtAcceptance: 1);
        return DeliverAsync(certification with { Replaces = replaced, UpdatedBy = "" });
    }

    private async Task<string> DeliverAsync(CertificationEvent certification)
    {
        Assert.True((await Bench.DeliverAsync(certification)).IsUntouched);
        return certification.CertificateId;
    }
}
