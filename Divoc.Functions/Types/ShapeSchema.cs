using System.Text.Json.Nodes;
using Divoc.Functions.Domain;

namespace Divoc.Functions.Types;

/// <summary>
/// A shape as JSON Schema (2020-12), for forms and for clients that check events before sending them. It has the same rules as the table of
/// fields. The type has further rules about dependencies between fields (<see cref="ICertificateType.Check"/>), which only the service
/// checks.
/// </summary>
public static class ShapeSchema
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private const string CodePath = "preEnrollmentCode";

    /// <summary>The characters of one segment of a URL.</summary>
    private const string CodePattern = @"^[^/\\?#%]+$";

    /// <summary>A date, or a part of one.</summary>
    internal const string BirthPattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";

    /// <summary>The schema of one event.</summary>
    public static JsonObject Of(RequestShape shape)
    {
        var schema = GroupOf(shape.Root);
        schema.Insert(0, "$schema", Dialect);
        return schema;
    }

    private static JsonObject GroupOf(FieldNode group)
    {
        var schema = new JsonObject
        {
            ["type"] = TypeOf(group, "object"),
            ["properties"] =
                new JsonObject(group.Children.Select(child => KeyValuePair.Create(child.Field.Name, (JsonNode?)FieldOf(child)))),
        };
        var required = group.Children.Where(child => child.IsRequired && child.Field.UnlessGiven is null).ToList();
        if (required.Count > 0)
        {
            schema["required"] = NamesOf(required);
        }

        var eithers = group.Children.Where(child => child.IsRequired && child.Field.UnlessGiven is not null).Select(EitherOf).ToList();
        if (eithers.Count > 0)
        {
            schema["allOf"] = new JsonArray([.. eithers]);
        }

        return schema;
    }

    private static JsonObject FieldOf(FieldNode node)
    {
        var schema = node.Field.Type == FieldType.Group ? GroupOf(node) : ValueOf(node);
        schema["title"] = node.Field.Label;
        if (node.Field.Hint is { } hint)
        {
            schema["description"] = hint;
        }

        return schema;
    }

    private static JsonObject ValueOf(FieldNode node) => node.Field.Type switch
    {
        FieldType.Date => new JsonObject { ["type"] = TypeOf(node, "string"), ["format"] = "date" },
        FieldType.DateOfBirth => new JsonObject { ["type"] = TypeOf(node, "string"), ["pattern"] = BirthPattern },
        FieldType.Instant => new JsonObject { ["type"] = TypeOf(node, "string"), ["format"] = "date-time" },
        FieldType.WholeNumber => new JsonObject { ["type"] = TypeOf(node, "integer"), ["minimum"] = 1, ["maximum"] = node.Field.Greatest },
        FieldType.TextList => ListOf(node),
        FieldType.FreeObject => new JsonObject { ["type"] = TypeOf(node, "object") },
        _ => TextOf(node),
    };

    private static JsonObject TextOf(FieldNode node)
    {
        var field = node.Field;
        var schema = new JsonObject
        {
            ["type"] = field.Type == FieldType.TextOrInteger ? TypeOf(node, "string", "integer") : TypeOf(node, "string"),
            ["maxLength"] = field.Path == CodePath ? IntakeLimits.PreEnrollmentCodeCharacters : IntakeLimits.TextCharacters,
        };
        if (field.Type == FieldType.TextOrInteger)
        {
            schema["minimum"] = 0;
        }

        if (field.Path == CodePath)
        {
            schema["minLength"] = 1;
            schema["pattern"] = CodePattern;
        }
        else if (node.IsRequired && field.MinLength > 0)
        {
            schema["minLength"] = field.MinLength;
        }
        else if (field.MinLength > 1)
        {
            // An optional text that is empty counts as absent.
            schema["anyOf"] = new JsonArray(new JsonObject { ["maxLength"] = 0 }, new JsonObject { ["minLength"] = field.MinLength });
        }

        if (field.OneOf is { } allowed)
        {
            string?[] words = MayBeNull(node) ? [.. allowed, null] : [.. allowed];
            schema["enum"] = new JsonArray([.. words.Select(word => (JsonNode?)word)]);
        }

        return schema;
    }

    private static JsonObject ListOf(FieldNode node)
    {
        var item = node.Field.MinLength > 0
            ? new JsonObject { ["type"] = "string", ["minLength"] = node.Field.MinLength }
            : new JsonObject { ["type"] = new JsonArray("string", "null") };
        item["maxLength"] = IntakeLimits.TextCharacters;
        return new JsonObject { ["type"] = TypeOf(node, "array"), ["items"] = item, ["maxItems"] = node.Field.MaxItems };
    }

    /// <summary>One of the two fields must have a value.</summary>
    private static JsonObject EitherOf(FieldNode node)
    {
        var other = node.Field.UnlessGiven ?? "";
        string[] names = [node.Field.Name, other[(other.LastIndexOf('.') + 1)..]];
        return new JsonObject
        {
            ["anyOf"] = new JsonArray([.. names.Select(name => new JsonObject
            {
                ["required"] = new JsonArray(name),
                ["properties"] = new JsonObject
                {
                    [name] = new JsonObject { ["not"] = new JsonObject { ["enum"] = new JsonArray((JsonNode?)null, "") } },
                },
            })]),
        };
    }

    private static JsonArray NamesOf(IEnumerable<FieldNode> nodes) => new([.. nodes.Select(node => JsonValue.Create(node.Field.Name))]);

    /// <summary>An optional member may be null too.</summary>
    private static JsonNode TypeOf(FieldNode node, params string[] types)
    {
        string[] all = MayBeNull(node) ? [.. types, "null"] : types;
        return all.Length == 1 ? JsonValue.Create(all[0]) : new JsonArray([.. all.Select(type => JsonValue.Create(type))]);
    }

    private static bool MayBeNull(FieldNode node) => !node.IsRequired || node.Field.UnlessGiven is not null;
}
