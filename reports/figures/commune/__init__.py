"""What a commune's report and sheet say."""
