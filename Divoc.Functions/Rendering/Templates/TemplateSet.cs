using System.Collections.Concurrent;
using Divoc.Functions.Rendering.Pdf.Layout;

namespace Divoc.Functions.Rendering.Templates;

/// <summary>
/// The templates in use: those of a folder, one for each kind, and the built-in ones of all other kinds. Kinds may be added later; nothing
/// else ever changes. Thread-safe.
/// </summary>
public sealed class TemplateSet
{
    private const string TemplateSuffix = ".template.json";
    private const string LabelsSuffix = ".labels.json";
    private const string BuiltInMark = "built-in ";
    private const string Folder = "Divoc:Templates";

    private readonly PageLanguageOptions languages;
    private readonly PageKinds kinds;
    private readonly Dictionary<string, LabelFile> labels;
    private readonly Dictionary<string, ReadyTemplate> own = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PageKind, ReadyTemplate> builtIn = [];

    /// <summary>Loads the templates of the settings.</summary>
    /// <exception cref="TemplateException">They can't be used.</exception>
    public TemplateSet(IOptions<TemplateOptions> templates, IOptions<PageLanguageOptions> languages, PageKinds kinds)
        : this(FilesOf(templates.Value.Templates), languages.Value, kinds)
    {
    }

    private TemplateSet(IReadOnlyList<TemplateFile> files, PageLanguageOptions languages, PageKinds kinds)
    {
        this.languages = languages;
        this.kinds = kinds;
        var problems = new List<TemplateProblem>();
        labels = LabelsOf(files, kinds, problems);
        foreach (var template in OwnTemplatesOf(files, kinds, problems))
        {
            if (Ready(template, kinds.Known.First(kind => kind.Name == template.Kind), problems) is { } ready)
            {
                own[template.Kind] = ready;
            }
        }

        foreach (var kind in kinds.Known.Where(kind => !own.ContainsKey(kind.Name)))
        {
            if (ReadBuiltIn(kind, problems) is { } ready)
            {
                builtIn[kind] = ready;
            }
        }

        if (problems.Count > 0)
        {
            throw new TemplateException(problems);
        }
    }

    /// <summary>The kind of the operator's own template.</summary>
    internal PageKind OwnKind => own.Values.Single().Kind;

    /// <summary>The template of a kind.</summary>
    /// <exception cref="TemplateException">The kind was added later, and its built-in template can't be used.</exception>
    internal ReadyTemplate Of(PageKind kind)
    {
        return own.GetValueOrDefault(kind.Name) ?? builtIn.GetOrAdd(kind, added =>
        {
            var problems = new List<TemplateProblem>();
            return ReadBuiltIn(added, problems) is { } ready && problems.Count == 0 ? ready : throw new TemplateException(problems);
        });
    }

    /// <summary>The operator's own templates, and the known built-in ones.</summary>
    internal IEnumerable<ReadyTemplate> All => own.Values.Concat(builtIn.Values);

    /// <summary>Loads templates from a folder; an empty name means only the built-in ones.</summary>
    /// <exception cref="TemplateException">They can't be used.</exception>
    public static TemplateSet Load(string folder, PageLanguageOptions languages, PageKinds kinds) => new(FilesOf(folder), languages, kinds);

    /// <summary>Loads one template file over the built-in ones, with the label files beside it.</summary>
    /// <exception cref="TemplateException">It can't be used.</exception>
    public static TemplateSet LoadFile(string path, PageLanguageOptions languages, PageKinds kinds)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var labels = Guard(
            folder, () => Directory.GetFiles(folder, "*" + LabelsSuffix).Order(StringComparer.Ordinal).Take(TemplateLimits.Files).ToList());
        return new TemplateSet([.. labels.Select(ReadFile), ReadFile(path) with { IsTemplate = true }], languages, kinds);
    }

    /// <summary>The operator's own templates whose page has no room for a certificate with long values.</summary>
    internal IReadOnlyList<TemplateProblem> WithoutRoom(FontLibrary fonts)
    {
        return [.. own.Values
            .Where(template => !TemplateFit.HasRoom(template, fonts))
            .Select(template => new TemplateProblem(
                template.Template.File, "/blocks", "need more than one page if values are long: remove fields or shorten texts."))];
    }

    /// <summary>The labels that are part of the program.</summary>
    internal static IReadOnlyList<LabelFile> BuiltInLabels(PageKinds kinds)
    {
        var problems = new List<TemplateProblem>();
        var labels = BuiltInLabelFiles()
            .Select(file => LabelFileReader.Read(file.Content, file.Path, problems, kinds.Placeholders))
            .OfType<LabelFile>()
            .ToList();
        return problems.Count == 0 ? labels : throw new TemplateException(problems);
    }

    private static List<CertificateTemplate> OwnTemplatesOf(
        IReadOnlyList<TemplateFile> files, PageKinds kinds, List<TemplateProblem> problems)
    {
        var own = files.Where(file => file.IsTemplate)
            .Select(file => new TemplateReader(file.Path, problems, kinds).Read(file.Content))
            .OfType<CertificateTemplate>()
            .ToList();
        problems.AddRange(own.GroupBy(template => template.Kind).Where(kind => kind.Count() > 1)
            .Select(kind => new TemplateProblem(
                kind.Last().File, "/kind", $"is the same as that of {kind.First().File}; there can be one template a kind.")));
        return own;
    }

    private ReadyTemplate? ReadBuiltIn(PageKind kind, List<TemplateProblem> problems)
    {
        var template = new TemplateReader($"{BuiltInMark}{kind.Name}{TemplateSuffix}", problems, kinds.With(kind)).Read(kind.Template);
        return template is null ? null : Ready(template, kind, problems);
    }

    private ReadyTemplate? Ready(CertificateTemplate template, PageKind kind, List<TemplateProblem> problems)
    {
        var first = Labels(template, template.Language ?? languages.Language, problems);
        var secondLanguage = template.SecondLanguage ?? languages.SecondLanguage;
        var hasSecond = secondLanguage.Length > 0 && secondLanguage != first?.Language;
        var second = hasSecond ? Labels(template, secondLanguage, problems) : null;
        if (first is null || (second is null && hasSecond))
        {
            return null;
        }

        var ready = new ReadyTemplate(template, kind, first, second);
        problems.AddRange(ready.MissingLabels());
        return ready;
    }

    /// <summary>Built-in labels, overridden key by key by those of the folder.</summary>
    private static Dictionary<string, LabelFile> LabelsOf(
        IReadOnlyList<TemplateFile> files, PageKinds kinds, List<TemplateProblem> problems)
    {
        var labels = BuiltInLabels(kinds).ToDictionary(file => file.Language, StringComparer.Ordinal);
        foreach (var (path, _, content) in files.Where(file => !file.IsTemplate))
        {
            if (LabelFileReader.Read(content, path, problems, kinds.Placeholders) is not { } own)
            {
                continue;
            }

            var merged = labels.TryGetValue(own.Language, out var known)
                ? new Dictionary<string, string>(known.Labels, StringComparer.Ordinal)
                : [];
            foreach (var (key, text) in own.Labels)
            {
                merged[key] = text;
            }

            labels[own.Language] = own with { Labels = merged };
        }

        return labels;
    }

    private LabelSet? Labels(CertificateTemplate template, string language, List<TemplateProblem> problems)
    {
        if (labels.TryGetValue(language, out var file))
        {
            return new LabelSet(file, template.Labels.GetValueOrDefault(language));
        }

        problems.Add(new TemplateProblem(
            template.File,
            "",
            $"there are no labels for the language '{language}'; "
            + $"known are {string.Join(", ", labels.Keys.Order(StringComparer.Ordinal))}."));
        return null;
    }

    private static List<TemplateFile> BuiltInLabelFiles()
    {
        var assembly = typeof(TemplateSet).Assembly;
        var names = assembly.GetManifestResourceNames()
            .Where(
                name => name.StartsWith(typeof(TemplateSet).Namespace!, StringComparison.Ordinal)
                    && name.EndsWith(LabelsSuffix, StringComparison.Ordinal));
        return [.. names.Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new TemplateFile($"{BuiltInMark}{string.Join('.', name.Split('.')[^3..])}", IsTemplate(name), content);
        })];
    }

    private static List<TemplateFile> FilesOf(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            return [];
        }

        var paths = Guard(folder, () => Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToList());
        var strangers = paths.Where(
            path => !IsTemplate(path)
                && !path.EndsWith(LabelsSuffix, StringComparison.Ordinal)
                && !path.EndsWith(".schema.json", StringComparison.Ordinal))
            .ToList();
        if (strangers.Count > 0)
        {
            throw new TemplateException([.. strangers.Select(
                path => new TemplateProblem(path, "", $"must be named NAME{TemplateSuffix} or LANGUAGE{LabelsSuffix}."))]);
        }

        return paths.Count is 0 or > TemplateLimits.Files
            ? throw new TemplateException([new TemplateProblem(
                folder, "", $"has {paths.Count} files *.json; {Folder} must be a folder with 1 to {TemplateLimits.Files}.")])
            : [.. paths.Where(path => !path.EndsWith(".schema.json", StringComparison.Ordinal)).Select(ReadFile)];
    }

    private static bool IsTemplate(string path) => path.EndsWith(TemplateSuffix, StringComparison.Ordinal);

    /// <summary>Reads at most the limit and one more byte of a file.</summary>
    internal static byte[] ReadBytes(string path, int most)
    {
        using var stream = File.OpenRead(path);
        var content = new byte[Math.Min(stream.Length, most + 1)];
        stream.ReadExactly(content);
        return content;
    }

    private static TemplateFile ReadFile(string path) =>
        Guard(path, () => new TemplateFile(path, IsTemplate(path), ReadBytes(path, TemplateLimits.FileBytes)));

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TemplateException([new TemplateProblem(path, "", $"can't be read: {exception.Message}")], exception);
        }
    }
}

/// <summary>A file as it was read.</summary>
/// <param name="Path">Its path, for messages.</param>
/// <param name="IsTemplate">Whether it is a template; else it has labels.</param>
/// <param name="Content">Its bytes, at most one more than the limit.</param>
internal sealed record TemplateFile(string Path, bool IsTemplate, byte[] Content);
