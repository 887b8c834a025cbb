using Divoc.Functions.Rendering.Pdf;
using Microsoft.Extensions.Options;

namespace Divoc.Functions.Tests.Rendering.Pdf;

/// <summary>The writer of builds with <c>CardPackages=true</c>, and part of those only.</summary>
public sealed class QuestPdfWriterTests : PdfWriterContract
{
    protected override IPdfWriter Writer { get; } = new QuestPdfWriter(Options.Create(new QuestPdfOptions()));
}
