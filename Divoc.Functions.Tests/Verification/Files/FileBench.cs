using Divoc.Functions.Formats;
using Divoc.Functions.Formats.Divoc;
using Divoc.Functions.Ledger;
using Divoc.Functions.Tests.Rendering;
using Divoc.Functions.Tests.Types;
using Divoc.Functions.Verification.Files;

namespace Divoc.Functions.Tests.Verification.Files;

/// <summary>Reads files as the service does, with the formats of the program.</summary>
public sealed class FileBench : IAsyncDisposable
{
    private readonly VerificationBench bench = new();

    internal PresentedFiles Files => bench.Issuing.Get<PresentedFiles>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    /// <summary>Issues a certificate; gives its credential and its PDF.</summary>
    internal async Task<(byte[] Credential, byte[] Pdf)> IssueAsync(CertificateShape shape)
    {
        var certification = VerificationBench.Event(shape, $"PE-{shape}");
        var credential = await bench.IssueAsync(certification);
        var pdf = await bench.Issuing.Store.GetAsync(
            CertificateArtifacts.Of(certification.CertificateId, CertificateArtifacts.PdfFile), Token);
        return (credential, pdf!.Bytes.ToArray());
    }

    internal async Task<Divoc.Functions.Verification.Verdict> VerifyAsync(byte[] file) =>
        await bench.VerifyAsync(await Files.PayloadOfAsync(file, Token));

    /// <summary>The credential in a file, whichever way it is packed.</summary>
    internal async Task<byte[]> CredentialInAsync(byte[] file)
    {
        var payload = await Files.PayloadOfAsync(file, Token);
        return PayloadReader.IsArchive(payload.Span) ? QrPayload.Decode(payload.Span, VerificationLimits.PayloadBytes) : payload.ToArray();
    }

    /// <summary>The code of a refusal.</summary>
    internal async Task<string> RefusalOfAsync(byte[] file)
    {
        var refused = await Assert.ThrowsAsync<PayloadException>(() => Files.PayloadOfAsync(file, Token));
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        return refused.Code;
    }

    /// <summary>A PDF as qpdf writes it.</summary>
    internal static byte[] Rewritten(byte[] pdf, params string[] options)
    {
        using var folder = new TemporaryFolder();
        CommandLineTool.Run("qpdf", [.. options, folder.Write("page.pdf", pdf), folder.PathOf("rewritten.pdf")]);
        return File.ReadAllBytes(folder.PathOf("rewritten.pdf"));
    }
}
