namespace Divoc.Functions.Rendering.Pdf;

/// <summary>What a PDF says about itself.</summary>
/// <param name="Title">Title.</param>
/// <param name="Author">Who issued it.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Language">Language of the page, BCP 47.</param>
/// <param name="Created">Creation and modification time.</param>
public sealed record DocumentProperties(string Title, string Author, string Subject, string Language, DateTimeOffset Created)
{
    /// <summary>What the program is called that composed the page.</summary>
    public const string Creator = "Divoc.Functions";

    /// <summary>What a page says about itself, the same with every writer.</summary>
    public static DocumentProperties Of(CertificatePage page)
    {
        return new DocumentProperties(page.Title, page.Issuer, $"Certificate {page.CertificateId}".TrimEnd(), page.Language, page.Issued);
    }
}
