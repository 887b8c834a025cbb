using Divoc.Functions.Domain;
using Divoc.Functions.Formats;
using Divoc.Functions.Keys;
using Divoc.Functions.Rendering.Qr;
using Divoc.Functions.Tests.Growth.Jws;
using Microsoft.Extensions.DependencyInjection;

namespace Divoc.Functions.Tests.Growth;

/// <summary>A compact JWS that does what a test wants, and counts what it signs.</summary>
internal sealed class ScriptedFormat(ICredentialFormat inner) : ICredentialFormat
{
    private int signatures;

    /// <summary>A form that is made of vaccinations at each fetch.</summary>
    public static JwsForm Derived { get; } = new("scripted", "scripted.jws", IsStored: false, static type => type == "vaccination");

    /// <summary>A form that issues events of types that no other format writes.</summary>
    public static JwsForm Stored { get; } =
        new("scripted", "scripted.jws", IsStored: true, static type => type.StartsWith("other", StringComparison.Ordinal));

    public int Signatures => signatures;

    public bool HasSymbols { get; set; } = true;

    /// <summary>The shapes that it can write; null for all.</summary>
    public string[]? Shapes { get; set; }

    /// <summary>What is thrown instead of a credential.</summary>
    public Exception? WriteFault { get; set; }

    public Func<IReadOnlyList<QrContent>, IReadOnlyList<QrContent>> Symbols { get; set; } = static symbols => symbols;

    public Func<Judgement.Signed, Judgement.Signed> Judged { get; set; } = static judged => judged;

    public string Name => inner.Name;

    public CredentialFile File => inner.File;

    public bool IsStored => inner.IsStored;

    public SigningUse SignedBy => inner.SignedBy;

    public static void AddTo(IServiceCollection services, JwsForm form)
    {
        services.AddSingleton<ICredentialFormat>(
            provider => new ScriptedFormat(ActivatorUtilities.CreateInstance<CompactJwsFormat>(provider, form)));
    }

    public static ScriptedFormat Of(GrownBench bench) => bench.Bench.Get<CredentialFormats>().All.OfType<ScriptedFormat>().Single();

    public bool CanWrite(string type, int version, string shape) =>
        inner.CanWrite(type, version, shape) && Shapes?.Contains(shape) != false;

    public string SubjectIdOf(AcceptedEvent accepted) => inner.SubjectIdOf(accepted);

    public Task<WrittenCredential> WriteAsync(
        CredentialSource source, ISigningKeys keys, SigningLane lane, CancellationToken cancellationToken)
    {
        if (WriteFault is { } fault)
        {
            return Task.FromException<WrittenCredential>(fault);
        }

        Interlocked.Increment(ref signatures);
        return inner.WriteAsync(source, keys, lane, cancellationToken);
    }

    public IReadOnlyList<QrContent> SymbolsOf(ReadOnlyMemory<byte> credential) => Symbols(inner.SymbolsOf(credential));

    public CredentialView ViewOf(ReadOnlyMemory<byte> credential) => inner.ViewOf(credential);

    public string BindingHashOf(ReadOnlyMemory<byte> credential) => inner.BindingHashOf(credential);

    public Likeness Recognize(ReadOnlySpan<byte> payload) => inner.Recognize(payload);

    public async Task<Judgement> JudgeAsync(ReadOnlyMemory<byte> payload, ITrustedKeys keys, CancellationToken cancellationToken)
    {
        var judgement = await inner.JudgeAsync(payload, keys, cancellationToken);
        return judgement is Judgement.Signed signed ? Judged(signed) : judgement;
    }
}
