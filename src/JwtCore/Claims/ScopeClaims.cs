using JwtCore.Text;

namespace JwtCore.Claims;

/// <summary>
/// The scopes of a token: every claim that the policy names for them, together. A string holds words parted by spaces
/// (RFC 8693 section 4.2, RFC 6749 section 3.3), an array holds one scope per string; anything else grants nothing.
/// </summary>
internal static class ScopeClaims
{
    public static TextRange Read(ClaimNames names, in ClaimReader reader, ref TokenMemory memory)
    {
        int only = -1;
        int found = 0;
        foreach (int claim in names.Scopes)
        {
            if (Grants(reader, claim, out _))
            {
                only = claim;
                found++;
            }
        }

        return found switch
        {
            0 => default,
            1 => ReadOne(reader, only, ref memory),
            _ => ReadSeveral(names, reader, ref memory),
        };
    }

    private static bool Grants(in ClaimReader reader, int claim, out ReadOnlySpan<byte> json) =>
        reader.TryGet(claim, out json) && (ClaimReader.IsString(json) || ClaimReader.IsArrayOfStrings(json, out _));

    private static TextRange ReadOne(in ClaimReader reader, int claim, ref TokenMemory memory)
    {
        reader.TryGet(claim, out ReadOnlySpan<byte> json);
        if (!ClaimReader.IsString(json))
        {
            return ClaimTexts.ReadArray(reader, claim, json, ref memory);
        }

        TextRange words = ClaimTexts.ReadText(reader, claim, ClaimReader.Content(json), ref memory);
        words.Form = Utf8ListForm.Words;
        return words;
    }

    // Gathered behind the payload, each followed by the separator.
    private static TextRange ReadSeveral(ClaimNames names, in ClaimReader reader, ref TokenMemory memory)
    {
        int length = 0;
        foreach (int claim in names.Scopes)
        {
            length += Grants(reader, claim, out ReadOnlySpan<byte> json) ? json.Length : 0;
        }

        Span<byte> room = memory.ReserveText(length);
        int written = 0;
        foreach (int claim in names.Scopes)
        {
            if (Grants(reader, claim, out ReadOnlySpan<byte> json))
            {
                written += ClaimReader.IsString(json)
                    ? WriteWords(ClaimReader.Content(json), room[written..])
                    : ClaimTexts.WriteItems(json, room[written..]);
            }
        }

        if (written == 0)
        {
            return default;
        }

        TextRange scopes = memory.CommitText(written - 1);
        scopes.Form = Utf8ListForm.Separated;
        return scopes;
    }

    private static int WriteWords(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        int length = JsonText.Unescape(content, destination);
        int written = 0;
        for (int i = 0; i < length; i++)
        {
            bool isSpace = destination[i] == ' ';
            if (!isSpace)
            {
                destination[written++] = destination[i];
            }
            else if (written > 0 && destination[written - 1] != Utf8List.Separator)
            {
                destination[written++] = Utf8List.Separator;
            }
        }

        if (written > 0 && destination[written - 1] != Utf8List.Separator)
        {
            destination[written++] = Utf8List.Separator;
        }

        return written;
    }
}
