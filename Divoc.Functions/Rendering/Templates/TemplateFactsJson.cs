using System.Text.Json.Serialization;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>How enrollment facts are written for pointers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnrollmentFacts))]
internal sealed partial class TemplateFactsJson : JsonSerializerContext;
