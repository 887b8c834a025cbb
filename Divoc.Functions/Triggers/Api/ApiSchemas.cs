using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Divoc.Functions.Domain;
using Divoc.Functions.Types;
using Microsoft.OpenApi;

namespace Divoc.Functions.Triggers.Api;

/// <summary>Makes the schemas of a document: of answers by their serialisation, of events by their tables of fields.</summary>
/// <param name="document">Gets the named schemas.</param>
/// <param name="described">The descriptions of types.</param>
internal sealed class ApiSchemas(OpenApiDocument document, IReadOnlyDictionary<Type, TypeDescription> described)
{
    private const string Suffix = "Body";

    private readonly Dictionary<string, Type> typesByName = new(StringComparer.Ordinal);

    /// <summary>The enumerations and objects in answers, by the names of their schemas.</summary>
    public IReadOnlyDictionary<string, Type> Types => typesByName;

    /// <summary>The members of an object, or the words of an enumeration, by the name of its schema.</summary>
    public IEnumerable<string> MembersOf(string name)
    {
        var schema = document.Components!.Schemas![name];
        return schema.Properties?.Keys ?? schema.Enum!.Select(word => word.GetValue<string>());
    }

    /// <summary>The schema of what the program writes.</summary>
    public IOpenApiSchema Of(JsonTypeInfo info)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        if (type.IsEnum)
        {
            return Named(type, () => OfWords(type));
        }

        return info.Kind switch
        {
            JsonTypeInfoKind.Object => Named(type, () => OfMembers(info)),
            JsonTypeInfoKind.Enumerable =>
                new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(info.Options.GetTypeInfo(info.ElementType!)) },
            JsonTypeInfoKind.Dictionary =>
                new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(info.Options.GetTypeInfo(info.ElementType!)) },
            _ => OfValue(type),
        };
    }

    /// <summary>The schema of the events of a type in a shape.</summary>
    public IOpenApiSchema OfEvent(ICertificateType type, RequestShape shape)
    {
        var name =
            $"{string.Concat($"{type.Name}-{shape.Name}".Split('-').Select(CultureInfo.InvariantCulture.TextInfo.ToTitleCase))}Event";
        return Named(name, () => OfGroup(shape.Root));
    }

    private static OpenApiSchema OfValue(Type type)
    {
        if (type == typeof(DateTimeOffset))
        {
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
        }

        if (type == typeof(DateOnly))
        {
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" };
        }

        if (type == typeof(ProblemCode))
        {
            // A number or a word; client generators that find two types use the first.
            return new OpenApiSchema();
        }

        return new OpenApiSchema
        {
            Type = Type.GetTypeCode(type) switch
            {
                TypeCode.String => JsonSchemaType.String,
                TypeCode.Boolean => JsonSchemaType.Boolean,
                TypeCode.Int32 or TypeCode.Int64 => JsonSchemaType.Integer,
                TypeCode.Double => JsonSchemaType.Number,
                _ => JsonSchemaType.Object,
            },
        };
    }

    private OpenApiSchemaReference Named(Type type, Func<OpenApiSchema> make)
    {
        var name = type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Name[..^Suffix.Length] : type.Name;
        typesByName.TryAdd(name, type);
        return Named(name, make);
    }

    private OpenApiSchemaReference Named(string name, Func<OpenApiSchema> make)
    {
        var schemas = document.Components!.Schemas!;
        if (!schemas.ContainsKey(name))
        {
            // Before its members, because one of them can have the same type.
            schemas.Add(name, new OpenApiSchema());
            schemas[name] = make();
        }

        return new OpenApiSchemaReference(name, document);
    }

    private OpenApiSchema OfWords(Type type)
    {
        var known = described.GetValueOrDefault(type);
        var text = new StringBuilder(known?.Text);
        foreach (var (word, meaning) in known?.Members ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- `{word}`: {meaning}");
        }

        return new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = text.ToString(),
            Enum = [.. Enum.GetNames(type).Select(name => (JsonNode)JsonValue.Create(AnswerWord.Of(name)))],
        };
    }

    /// <summary>Null members are left out of answers, so a nullable member is not required.</summary>
    private OpenApiSchema OfMembers(JsonTypeInfo info)
    {
        var known = described.GetValueOrDefault(info.Type);
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = known?.Text,
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new HashSet<string>(),
        };
        foreach (var property in info.Properties)
        {
            var member = Of(info.Options.GetTypeInfo(property.PropertyType));
            member.Description = known?.Members.FirstOrDefault(described => described.Name == property.Name).Text;
            schema.Properties.Add(property.Name, member);
            if (!property.IsGetNullable)
            {
                schema.Required.Add(property.Name);
            }
        }

        return schema;
    }

    private static OpenApiSchema OfGroup(FieldNode group)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new HashSet<string>(),
        };
        foreach (var child in group.Children)
        {
            var field = OfField(child);
            if (!child.IsRequired || child.Field.UnlessGiven is not null)
            {
                field.Type |= JsonSchemaType.Null;
            }
            else
            {
                schema.Required.Add(child.Field.Name);
            }

            schema.Properties.Add(child.Field.Name, field);
        }

        return schema;
    }

    private static OpenApiSchema OfField(FieldNode node)
    {
        var field = node.Field;
        var text = field.UnlessGiven is { } other ? $" May be missing if `{other}` is given." : "";
        return field.Type switch
        {
            FieldType.Group => OfGroup(node),
            FieldType.FreeObject => new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description =
                    $"An object with any content: at most {IntakeLimits.MetaBytes / 1024} KiB and {IntakeLimits.MetaLevels} levels. It is "
                    + "not kept after the certificate is issued.",
            },
            FieldType.TextList =>
                new OpenApiSchema { Type = JsonSchemaType.Array, MaxItems = field.MaxItems, Items = OfText(field, node.IsRequired) },
            FieldType.WholeNumber => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Maximum = field.Greatest.ToString(CultureInfo.InvariantCulture),
            },
            FieldType.Date =>
                new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Description = $"A full date, `YYYY-MM-DD`.{text}" },
            FieldType.DateOfBirth => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Pattern = ShapeSchema.BirthPattern,
                Description = $"`YYYY-MM-DD`. If only the month or the year is known: `YYYY-MM` or `YYYY`.{text}",
            },
            FieldType.Instant => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = "date-time",
                Description =
                    "A date and time as in RFC 3339, with seconds and offset. The offset decides on which calendar day the event was.",
            },
            FieldType.TextOrInteger => Tolerant(OfText(field, node.IsRequired)),
            _ => OfText(field, node.IsRequired),
        };
    }

    /// <summary>If there are two types, client generators use one, so only the better one is shown.</summary>
    private static OpenApiSchema Tolerant(OpenApiSchema text)
    {
        text.Description = "A text. An integer is accepted too, and read as its digits.";
        return text;
    }

    /// <summary>An optional text that is empty counts as absent, whatever its minimum length.</summary>
    private static OpenApiSchema OfText(EventField field, bool isRequired) => new()
    {
        Type = JsonSchemaType.String,
        MinLength = field.MinLength == 0 || !isRequired ? null : field.MinLength,
        MaxLength = field.Name == "preEnrollmentCode" ? IntakeLimits.PreEnrollmentCodeCharacters : IntakeLimits.TextCharacters,
        Enum = field.OneOf is { } words ? [.. words.Select(word => (JsonNode)JsonValue.Create(word))] : null,
    };
}
