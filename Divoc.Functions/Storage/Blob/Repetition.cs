using Azure.Core.Pipeline;

namespace Divoc.Functions.Storage.Blob;

/// <summary>Finds out whether the SDK sent a call more than once: an earlier try may have succeeded although its answer was lost.</summary>
internal sealed class Repetition
{
    /// <summary>The property of a call's messages that has this object.</summary>
    public const string Property = "Divoc.Repetition";

    /// <summary>Whether the call was sent again.</summary>
    public bool Happened { get; private set; }

    /// <summary>Follows the calls that begin until the result is disposed.</summary>
    public IDisposable Follow() => HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = this });

    /// <summary>Notes that the call is sent again.</summary>
    public void Notice() => Happened = true;
}
