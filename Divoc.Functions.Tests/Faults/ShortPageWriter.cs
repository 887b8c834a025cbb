using System.Text;
using Divoc.Functions.Rendering;
using Divoc.Functions.Rendering.Pdf;

namespace Divoc.Functions.Tests.Faults;

/// <summary>Writes pages quickly, and each with other bytes, so that bytes which are not those of the stored page are seen.</summary>
internal sealed class ShortPageWriter : IPdfWriter
{
    private int pages;

    public RenderedPdf Write(CertificatePage page) => new(Encoding.ASCII.GetBytes($"%PDF page {Interlocked.Increment(ref pages)}"));
}
