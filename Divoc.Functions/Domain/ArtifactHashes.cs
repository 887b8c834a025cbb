using System.Text.Json;
using System.Text.Json.Serialization;

namespace Divoc.Functions.Domain;

/// <summary>SHA-256 of a certificate's artifacts as they are stored, by their file names, each as 64 lower-case hex digits.</summary>
[JsonConverter(typeof(ArtifactHashesConverter))]
public sealed class ArtifactHashes : IEquatable<ArtifactHashes>
{
    private readonly KeyValuePair<string, string>[] hashes;

    /// <summary>Takes hashes by file name, such as <c>qr.png</c>.</summary>
    public ArtifactHashes(params IEnumerable<(string File, string Hash)> hashes)
    {
        this.hashes = [.. hashes.Select(hash => KeyValuePair.Create(hash.File, hash.Hash))];
    }

    /// <summary>The names of the files.</summary>
    public IEnumerable<string> Files => hashes.Select(hash => hash.Key);

    /// <summary>The hash of a file; null if the certificate has no file with that name.</summary>
    public string? Of(string file) => Array.Find(hashes, hash => hash.Key == file).Value;

    /// <inheritdoc/>
    public bool Equals(ArtifactHashes? other) => other is not null && hashes.AsSpan().SequenceEqual(other.hashes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ArtifactHashes);

    /// <inheritdoc/>
    public override int GetHashCode() => hashes.Length == 0 ? 0 : hashes[0].Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Writes and reads them as an object.</summary>
    internal sealed class ArtifactHashesConverter : JsonConverter<ArtifactHashes>
    {
        /// <inheritdoc/>
        public override ArtifactHashes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var hashes = new List<(string, string)>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var file = reader.GetString()!;
                reader.Read();
                hashes.Add((file, reader.GetString() ?? throw new JsonException("A hash must be a text.")));
            }

            return new ArtifactHashes(hashes);
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, ArtifactHashes value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (file, hash) in value.hashes)
            {
                writer.WriteString(file, hash);
            }

            writer.WriteEndObject();
        }
    }
}
