using Azure.Core;
using Azure.Core.Pipeline;

namespace Divoc.Functions.Storage.Blob;

/// <summary>Notes on the <see cref="Repetition"/> of a call that it is sent again.</summary>
internal sealed class RepetitionPolicy : HttpPipelineSynchronousPolicy
{
    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.ProcessingContext.RetryNumber > 0
            && message.TryGetProperty(Repetition.Property, out var property)
            && property is Repetition repetition)
        {
            repetition.Notice();
        }
    }
}
