using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>
/// Requests the next step of an upload: the body of a message of the queue <c>certificate-uploads</c>, UTF-8 JSON. Its handler reads the
/// upload, which has the progress; the message says nothing about the file.
/// </summary>
public sealed record UploadStep
{
    /// <summary>The queue that carries these messages.</summary>
    public const string QueueName = "certificate-uploads";

    /// <summary>The subject of its messages.</summary>
    public const string MessageSubject = "upload-step";

    /// <summary>The form of the message that this program writes, and the highest that it reads.</summary>
    public const int CurrentForm = 1;

    /// <summary>The message's form.</summary>
    [JsonPropertyOrder(-1)]
    public int Form { get; init; } = CurrentForm;

    /// <summary>The upload's id.</summary>
    public required string UploadId { get; init; }

    /// <summary>The number of the run, from 1.</summary>
    public required int Run { get; init; }

    /// <summary>The progress of the upload when the message was sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required long Progress { get; init; }

    /// <summary>How often it was postponed without progress.</summary>
    public int Waits { get; init; }

    /// <summary>
    /// The message's id. The same step always has the same id, so that a queue that already has the message drops the second one. It has no
    /// full stop, because copies append one and more text.
    /// </summary>
    [JsonIgnore]
    public string MessageId => string.Create(CultureInfo.InvariantCulture, $"{UploadId}-{Run}-{Progress}-{Waits}");

    /// <summary>Reads a message; null if it is not one.</summary>
    /// <exception cref="NewerFormException">A newer version of the program sent it.</exception>
    public static UploadStep? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            PersistedForm.Check(body.Span, "message of an upload", CurrentForm);
            var step = JsonSerializer.Deserialize(body.Span, UploadStepJson.Default.UploadStep);
            return step is { Run: > 0, Progress: >= 0, Waits: >= 0 } && RandomId.IsWellFormed(step.UploadId) ? step : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The message's body.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, UploadStepJson.Default.UploadStep);
}

/// <summary>How messages of uploads are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(UploadStep))]
internal sealed partial class UploadStepJson : JsonSerializerContext;
