"""Earlier forms of scenario files, brought to the present form: a chain of steps, each from one number of `schema` to the next."""
