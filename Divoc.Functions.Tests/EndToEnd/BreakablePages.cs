using Divoc.Functions.Formats;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Tests.EndToEnd;

/// <summary>
/// Writes pages until a test breaks it, since no program starts without: then each event fails for good, or its delivery waits.
/// </summary>
internal sealed class BreakablePages : IPdfWriter, IDisposable
{
    private readonly ManualResetEventSlim open = new(initialState: true);

    public bool IsBroken { get; set; }

    public void HoldBack() => open.Reset();

    public void LetGo() => open.Set();

    public RenderedPdf Write(CertificatePage page)
    {
        open.Wait(TestContext.Current.CancellationToken);
        return IsBroken ? throw new EventFailedException("NO_PAGE", "The page can't be written.") : new RenderedPdf("%PDF-1.7"u8.ToArray());
    }

    public void Dispose() => open.Dispose();
}
