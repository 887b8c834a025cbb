namespace Divoc.Functions.Verification;

/// <summary>A folder of trusted issuers, or a file of it, can't be used.</summary>
/// <param name="problems">Each names the file, the error and the remedy.</param>
/// <param name="innerException">The cause.</param>
internal sealed class TrustedIssuerException(IReadOnlyList<string> problems, Exception? innerException = null)
    : Exception(string.Join(" ", problems), innerException)
{
    public TrustedIssuerException(string problem, Exception? innerException = null)
        : this([problem], innerException)
    {
    }

    public IReadOnlyList<string> Problems { get; } = problems;
}
