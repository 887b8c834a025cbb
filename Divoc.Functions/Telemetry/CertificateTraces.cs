using System.Diagnostics;

namespace Divoc.Functions.Telemetry;

/// <summary>
/// The spans of the service: one trace from the call over HTTP through the queues to the announcement. No span has personal data, a code,
/// the id of a certificate, a path or the text of an exception.
/// </summary>
public static class CertificateTraces
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "Divoc.Functions";

    /// <summary>A certify call is read, checked, stored and queued.</summary>
    public const string Accept = "accept";

    /// <summary>An event becomes a certificate.</summary>
    public const string Issue = "issue";

    /// <summary>The stages of <see cref="Issue"/>: the credential is signed.</summary>
    public const string Sign = "sign";

    /// <summary>The codes and the page are drawn.</summary>
    public const string Render = "render";

    /// <summary>The artifacts are stored.</summary>
    public const string Store = "store";

    /// <summary>The certificate is listed in its ledger: the commit.</summary>
    public const string List = "list";

    /// <summary>New entries of a ledger are given to the subscribers.</summary>
    public const string Announce = "announce";

    /// <summary>The beginning of the names of spans that send messages; the queue follows.</summary>
    public const string Send = "send";

    /// <summary>The beginning of the names of spans that handle a message; the queue follows.</summary>
    public const string Process = "process";

    private const string ErrorType = "error.type";

    /// <summary>The only source of the program.</summary>
    internal static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Begins a span within the current one. Null if nobody collects spans.</summary>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>Notes a failure in a span. It gets only the type of the exception: the message may be about a person.</summary>
    public static void Fail(this Activity? span, Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        span?.SetTag(ErrorType, fault.GetType().FullName).SetStatus(ActivityStatusCode.Error);
    }
}
